using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.EndToEnd;

/// <summary>Keeps what people would be told.</summary>
internal sealed class RecordedAlerts : IWebhookAlerts
{
    public Arrivals<WebhookAlert> Raised { get; } = new("alerts", static alert => $"{alert.Kind} {alert.Subscription} {alert.Reason}");

    public Task RaiseAsync(WebhookAlert alert, CancellationToken cancellationToken)
    {
        Raised.Add(alert);
        return Task.CompletedTask;
    }
}
