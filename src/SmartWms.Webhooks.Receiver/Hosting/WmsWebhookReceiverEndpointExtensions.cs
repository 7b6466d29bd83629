using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Receiver.Handling;
using SmartWms.Webhooks.Receiver.Receiving;

namespace SmartWms.Webhooks;

/// <summary>Maps where webhooks arrive.</summary>
public static class WmsWebhookReceiverEndpointExtensions
{
    /// <summary>Receives webhooks at a path: verifies them, skips known ones, answers, and hands them to their handlers.</summary>
    /// <param name="endpoints">The application, or a group of its routes.</param>
    /// <param name="pattern">The path of the webhook's URL, e.g. <c>/hooks/wms</c>.</param>
    /// <returns>The endpoint. It is open to everybody, as the signature is what is checked; add conventions such as rate limits.</returns>
    /// <exception cref="InvalidOperationException">The receiver is not registered.</exception>
    public static IEndpointConventionBuilder MapWmsWebhookReceiver(this IEndpointRouteBuilder endpoints, string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var reception = endpoints.ServiceProvider.GetService<Reception>() ?? throw NotRegistered("MapWmsWebhookReceiver");
        return endpoints.MapPost(pattern, (RequestDelegate)reception.ReceiveAsync).AllowAnonymous().WithDisplayName("wms-webhooks receive");
    }

    /// <summary>Verifies requests to an endpoint of your own before it runs; <see cref="GetWmsWebhook"/> gives it what was received. De-duplication and handling are yours then.</summary>
    /// <typeparam name="TBuilder">Of the endpoint or group.</typeparam>
    /// <param name="builder">The endpoint. It must not bind the body itself.</param>
    /// <returns>The same.</returns>
    public static TBuilder VerifyWmsWebhook<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.AddEndpointFilter<TBuilder, VerificationFilter>();
        return builder;
    }

    /// <summary>The webhook that <see cref="VerifyWmsWebhook"/> verified.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The webhook.</returns>
    /// <exception cref="InvalidOperationException">Nothing was verified: the endpoint lacks <see cref="VerifyWmsWebhook"/>.</exception>
    public static ReceivedWebhook GetWmsWebhook(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<ReceivedWebhook>() ?? throw new InvalidOperationException("No webhook was verified in this request: add .VerifyWmsWebhook() to the endpoint.");
    }

    internal static InvalidOperationException NotRegistered(string caller) => new($"{caller}: the receiver is not registered. Call services.AddWmsWebhookReceiver(…) first.");
}
