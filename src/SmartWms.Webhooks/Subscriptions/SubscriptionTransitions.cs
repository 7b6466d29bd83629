namespace SmartWms.Webhooks.Subscriptions;

/// <summary>The states of a webhook and who may move it: Active ◄─► Paused by a person; Disabled by the engine, left by a person's Enable. Pure.</summary>
internal static class SubscriptionTransitions
{
    public static StoredSubscription Pause(StoredSubscription stored, string? reason, DateTimeOffset now) =>
        stored.State == SubscriptionState.Active
            ? stored with { State = SubscriptionState.Paused, StateReason = reason ?? "Paused by a person.", StateChangedAt = now }
            : stored;

    public static StoredSubscription Resume(StoredSubscription stored, DateTimeOffset now) => stored.State switch
    {
        SubscriptionState.Disabled => throw new WebhookStateException($"{stored.Id} was disabled ({stored.StateReason}). Enable it instead."),
        SubscriptionState.Paused => Activate(stored, now),
        _ => stored,
    };

    /// <summary>A new epoch: no result from before can disable it again, and counters and waits start anew.</summary>
    public static StoredSubscription Enable(StoredSubscription stored, DateTimeOffset now) =>
        stored.State is SubscriptionState.Disabled or SubscriptionState.Paused ? Activate(stored, now) : stored;

    /// <summary>The epoch it has with this URL: at another address another receiver answers, and what the old one asked for or failed at is no longer so.</summary>
    public static int EpochAt(StoredSubscription stored, string url) => stored.Url == url ? stored.EnableEpoch : stored.EnableEpoch + 1;

    /// <summary>The row stays, so that other nodes and the log know of it; its secrets go.</summary>
    public static StoredSubscription Delete(StoredSubscription stored, DateTimeOffset now) =>
        stored with { State = SubscriptionState.Deleted, StateReason = "Deleted.", StateChangedAt = now, Sealed = [], HeaderNames = [] };

    private static StoredSubscription Activate(StoredSubscription stored, DateTimeOffset now) =>
        stored with { State = SubscriptionState.Active, StateReason = null, StateChangedAt = now, EnableEpoch = stored.EnableEpoch + 1 };
}
