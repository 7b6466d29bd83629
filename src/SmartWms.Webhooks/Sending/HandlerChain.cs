namespace SmartWms.Webhooks.Sending;

/// <summary>What handlers a host has put around ours, noted when the client is built.</summary>
internal sealed class HandlerChain
{
    private volatile IReadOnlyList<string> _handlers = [];

    /// <summary>Whether nothing of the host's stands between the engine and the wire.</summary>
    public bool IsBare => _handlers.Count == 0;

    /// <summary>Whether the host set headers on every request of the client.</summary>
    public bool HasDefaultHeaders { get; set; }

    public string Names => _handlers.Count == 0 ? "none" : string.Join(" > ", _handlers);

    public void Note(IEnumerable<DelegatingHandler> handlers) => _handlers = [.. handlers.Select(handler => handler.GetType().Name)];
}
