namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Tells this node's loops that a webhook was changed here, so that they need not wait for their next look.</summary>
internal sealed class SubscriptionEvents
{
    /// <summary>Raised after a change is stored.</summary>
    public event Action? WebhookChanged;

    public void Changed() => WebhookChanged?.Invoke();
}
