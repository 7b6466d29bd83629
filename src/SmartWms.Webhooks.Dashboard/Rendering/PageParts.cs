namespace SmartWms.Webhooks.Dashboard.Rendering;

/// <summary>All that components may ask for: the words and links of this request, the frame, and what the page shows.</summary>
internal sealed class PageParts(Ui ui, PageFrame frame, object view) : IServiceProvider
{
    public object? GetService(Type serviceType) =>
        serviceType == typeof(Ui) ? ui
        : serviceType == typeof(PageFrame) ? frame
        : serviceType == view.GetType() ? view
        : null;
}
