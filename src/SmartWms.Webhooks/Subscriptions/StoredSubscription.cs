namespace SmartWms.Webhooks.Subscriptions;

/// <summary>A subscription as a store keeps it. Secrets and header values are one opaque blob that no store can read.</summary>
public sealed record StoredSubscription
{
    /// <summary>Given by the store at creation; ignored by <see cref="ISubscriptionStore.CreateAsync"/>.</summary>
    public SubscriptionId Id { get; init; }

    /// <summary>The store-wide version at this row's last change; given by the store. It only moves forward.</summary>
    public long Version { get; init; }

    /// <summary>The tenant it belongs to; <see langword="null"/> is the tenant of rows without one. At most 128 characters.</summary>
    public string? TenantId { get; init; }

    /// <summary>The key under which configuration declares it; unique in a tenant. <see langword="null"/> when made by code or a person.</summary>
    public string? Key { get; init; }

    /// <summary>What people call it, at most 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The endpoint URL in its canonical form, at most 2,048 characters.</summary>
    public required string Url { get; init; }

    /// <summary>Exact types, prefixes (<c>order.*</c>) or <c>*</c>; 1 to 100.</summary>
    public required IReadOnlyList<string> EventTypes { get; init; }

    /// <summary>Only events that share one are sent; empty: all of the tenant. At most 10.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>The contract's name, e.g. <c>smartwms</c>.</summary>
    public required string Contract { get; init; }

    /// <summary>Names of the custom headers; the values are inside <see cref="Sealed"/>.</summary>
    public IReadOnlyList<string> HeaderNames { get; init; } = [];

    /// <summary>Secrets and header values as the secret protector sealed them. Kept and returned unchanged.</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>Own waits before attempt 2, 3, …; <see langword="null"/>: the contract's.</summary>
    public IReadOnlyList<TimeSpan>? Schedule { get; init; }

    /// <summary>Own attempt deadline; <see langword="null"/>: the host's default.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Own in-flight cap on each node; <see langword="null"/>: the host's default.</summary>
    public int? MaxInFlight { get; init; }

    /// <summary>Own rate limit; <see langword="null"/>: none.</summary>
    public RateLimit? Rate { get; init; }

    /// <summary>Whether its lane is served.</summary>
    public SubscriptionState State { get; init; }

    /// <summary>Why it is not active, in words for people; <see langword="null"/> when active.</summary>
    public string? StateReason { get; init; }

    /// <summary>Since when it has been in this state; the hold limit counts from here.</summary>
    public DateTimeOffset StateChangedAt { get; init; }

    /// <summary>Counts the times it was enabled. A result claimed under an earlier epoch never disables it again.</summary>
    public int EnableEpoch { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when the whole lane waits because the receiver asked (<c>Retry-After</c>); kept by the delivery store.</summary>
    public DateTimeOffset? WaitUntil { get; init; }

    /// <summary>The first failed attempt after the last success or enable; kept by the delivery store.</summary>
    public DateTimeOffset? FirstFailureAt { get; init; }

    /// <summary>Deliveries that ended Failed since the last success or enable; kept by the delivery store.</summary>
    public int FailedInARow { get; init; }
}
