using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.Testing.Tests.Guide;

/// <summary>Something of a host that publishes.</summary>
internal sealed class OrderService(IWebhookDispatcher webhooks)
{
    public Task<Published> ShipAsync(string id) => webhooks.PublishAsync(WmsEvents.OrderShipped, new { orderId = id });
}
