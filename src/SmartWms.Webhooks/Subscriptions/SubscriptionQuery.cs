namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Which subscriptions a person wants to see, and which page of them.</summary>
public sealed record SubscriptionQuery
{
    /// <summary>Whose. Default: everybody's.</summary>
    public TenantScope Tenant { get; init; }

    /// <summary>Only those in this state; <see langword="null"/>: all but deleted ones.</summary>
    public SubscriptionState? State { get; init; }

    /// <summary>Only those whose name or URL contains this text, letter case ignored for ASCII; <see langword="null"/>: all.</summary>
    public string? Text { get; init; }

    /// <summary>Only those after this one, the last of the page before; default: the first page. Pages go by id, ascending.</summary>
    public SubscriptionId After { get; init; }

    /// <summary>At most this many, 1 to 200.</summary>
    /// <value>50.</value>
    public int PageSize { get; init; } = 50;
}
