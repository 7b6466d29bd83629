namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>The handlers by event type, and the one for all others.</summary>
internal sealed class WebhookHandlers
{
    private readonly Dictionary<string, WebhookHandler> _handlers = new(StringComparer.Ordinal);

    public WebhookHandler? Fallback { get; set; }

    public bool TryAdd(string type, WebhookHandler handler) => _handlers.TryAdd(type, handler);

    public WebhookHandler For(string type) => _handlers.GetValueOrDefault(type) ?? Fallback!;
}
