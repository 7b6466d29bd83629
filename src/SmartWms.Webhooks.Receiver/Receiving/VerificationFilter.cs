using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Receiver.Diagnostics;
using SmartWms.Webhooks.Receiver.Handling;

namespace SmartWms.Webhooks.Receiver.Receiving;

/// <summary>Verifies before an endpoint of the host's own runs, and answers for it when the request is not valid.</summary>
internal sealed class VerificationFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        var reception = services.GetService<Reception>() ?? throw WmsWebhookReceiverEndpointExtensions.NotRegistered(nameof(WmsWebhookReceiverEndpointExtensions.VerifyWmsWebhook));
        var read = await reception.ReadAsync(http).ConfigureAwait(false);
        if (read.Event is not { } received)
        {
            reception.Answer(http, read.Result);
            return Results.Empty;
        }

        services.GetRequiredService<ReceiverMetrics>().Received(ReceptionResult.Accepted);
        http.Features.Set(new ReceivedWebhook(received, read.Body, services.GetRequiredService<TimeProvider>().GetUtcNow(), services));
        return await next(context).ConfigureAwait(false);
    }
}
