namespace SmartWms.Webhooks.Subscriptions;

/// <summary>A webhook as people see it. It holds no secret and no header value.</summary>
public sealed record WebhookSubscription
{
    /// <summary>Which.</summary>
    public required SubscriptionId Id { get; init; }

    /// <summary>Changes with every change; give it to <see cref="IWebhookSubscriptions.UpdateAsync"/>.</summary>
    public required long Version { get; init; }

    /// <summary>The key under which configuration declares it; <see langword="null"/> otherwise.</summary>
    public string? Key { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Where requests go, in canonical form.</summary>
    public required string Url { get; init; }

    /// <summary>What it asks for.</summary>
    public required IReadOnlyList<string> EventTypes { get; init; }

    /// <summary>Its channels; empty: all.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>Its contract's name.</summary>
    public required string Contract { get; init; }

    /// <summary>Names of its custom headers; values are secrets and are not shown.</summary>
    public required IReadOnlyList<string> HeaderNames { get; init; }

    /// <summary>Its own schedule; <see langword="null"/>: the contract's.</summary>
    public IReadOnlyList<TimeSpan>? Schedule { get; init; }

    /// <summary>Its own deadline; <see langword="null"/>: the host's default.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Its own cap; <see langword="null"/>: the host's default.</summary>
    public int? MaxInFlight { get; init; }

    /// <summary>Its own rate limit; <see langword="null"/>: none.</summary>
    public RateLimit? Rate { get; init; }

    /// <summary>Whether it is sent to.</summary>
    public required SubscriptionState State { get; init; }

    /// <summary>Why not, in words; <see langword="null"/> when active.</summary>
    public string? StateReason { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset StateChangedAt { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when its receiver asked to be left alone.</summary>
    public DateTimeOffset? WaitUntil { get; init; }

    /// <summary>The first failed attempt since the last success or enable.</summary>
    public DateTimeOffset? FirstFailureAt { get; init; }

    /// <summary>Deliveries failed in a row.</summary>
    public int FailedInARow { get; init; }

    /// <summary>The last characters of the current secret, to recognise it by; <see langword="null"/> when it cannot be opened.</summary>
    public string? SecretHint { get; init; }

    /// <summary>Whether a secret that signs now is a <c>whsec_</c> one, without which no <c>webhook-signature</c> is sent; <see langword="null"/> when the secrets cannot be opened.</summary>
    public bool? HasStandardSecret { get; init; }

    /// <summary>The end of the rotation's overlap; <see langword="null"/> when no rotation is under way.</summary>
    public DateTimeOffset? RotationEndsAt { get; init; }
}
