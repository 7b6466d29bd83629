using SmartWms.Webhooks.AspNetCore.Deliveries;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>What came of a test.</summary>
internal sealed record TestView(string DeliveryId, bool Succeeded, AttemptView Attempt)
{
    public static TestView Of(WebhookTestResult result) => new(result.Delivery.ToString(), result.Succeeded, AttemptView.Of(result.Attempt));
}
