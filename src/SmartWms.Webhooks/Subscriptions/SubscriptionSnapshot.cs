using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Secrets;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>A subscription as the engine works with it: parsed, its contract found, its secrets opened. Immutable; a newer version replaces it.</summary>
internal sealed class SubscriptionSnapshot
{
    public required StoredSubscription Stored { get; init; }

    public required WebhookContract Contract { get; init; }

    public required IReadOnlyList<EventTypeFilter> Filters { get; init; }

    public required Uri Url { get; init; }

    public required IReadOnlyList<TimeSpan> Delays { get; init; }

    public required TimeSpan Deadline { get; init; }

    public required int MaxInFlight { get; init; }

    /// <summary>Names of the headers for people who debug, made once for all requests.</summary>
    public required DebugHeaderNames DebugHeaders { get; init; }

    /// <summary>Null when the sealed blob cannot be opened: its deliveries fail with <c>InvalidRequest</c> and the log says why.</summary>
    public required SealedContent? Content { get; init; }

    public SubscriptionId Id => Stored.Id;

    public long Version => Stored.Version;

    public bool IsActive => Stored.State == SubscriptionState.Active;

    public override string ToString() => $"{Id} version {Version}";
}
