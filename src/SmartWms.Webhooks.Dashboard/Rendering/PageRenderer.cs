using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Dashboard.Requests;

namespace SmartWms.Webhooks.Dashboard.Rendering;

/// <summary>Renders a page inside the frame of all pages. The components know nothing of the host's services, so a host registers nothing for them.</summary>
internal static class PageRenderer
{
    public static async Task<string> RenderAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TPage>(Visit visit, string title, object view)
        where TPage : IComponent
    {
        var frame = new PageFrame(title, builder =>
        {
            builder.OpenComponent(0, typeof(TPage));
            builder.CloseComponent();
        });
        var renderer = new HtmlRenderer(new PageParts(visit.Ui, frame, view), visit.Context.RequestServices.GetRequiredService<ILoggerFactory>());
        await using (renderer.ConfigureAwait(false))
        {
            return await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var root = await renderer.RenderComponentAsync<Layout>().ConfigureAwait(true);
                return "<!DOCTYPE html>\n" + root.ToHtmlString();
            }).ConfigureAwait(false);
        }
    }
}
