namespace SmartWms.Webhooks.Subscriptions;

/// <summary>The headers for people who debug, named after a contract's prefix.</summary>
internal sealed record DebugHeaderNames(string Event, string Delivery, string Attempt)
{
    public static DebugHeaderNames Of(WebhookContract contract) =>
        new($"X-{contract.HeaderPrefix}-Event", $"X-{contract.HeaderPrefix}-Delivery", $"X-{contract.HeaderPrefix}-Attempt");
}
