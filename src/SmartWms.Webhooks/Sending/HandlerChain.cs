namespace SmartWms.Webhooks.Sending;

/// <summary>What handlers a host has put around ours, noted when the client is built.</summary>
internal sealed class HandlerChain
{
    private volatile IReadOnlyList<string> _handlers = [];
    private volatile AttemptHandler? _direct;

    /// <summary>Our own handler, while nothing of the host's stands between the engine and the wire: no handler, no default header, no timeout.</summary>
    public AttemptHandler? Direct => _direct;

    public string Names => _handlers.Count == 0 ? "none" : string.Join(" > ", _handlers);

    public void Note(IEnumerable<DelegatingHandler> handlers, AttemptHandler innermost)
    {
        _handlers = [.. handlers.Select(handler => handler.GetType().Name)];
        _direct = _handlers.Count == 0 ? innermost : null;
    }

    /// <summary>The host configured the client itself: requests have to go through it.</summary>
    public void GoThroughClient() => _direct = null;
}
