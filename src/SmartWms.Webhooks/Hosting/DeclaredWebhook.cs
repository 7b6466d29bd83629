namespace SmartWms.Webhooks.Hosting;

/// <summary>A webhook declared by configuration under a key; limits as for <see cref="Subscriptions.NewWebhookSubscription"/>.</summary>
public sealed class DeclaredWebhook
{
    /// <summary>What people call it; empty: its key.</summary>
    public string? Name { get; set; }

    /// <summary>Where requests go.</summary>
    public string? Url { get; set; }

    /// <summary>Which events.</summary>
    public IList<string>? EventTypes { get; set; }

    /// <summary>The signing secret. Required, as nobody would see a generated one. Changing it rotates at once.</summary>
    public string? Secret { get; set; }

    /// <summary>Custom headers.</summary>
    public IDictionary<string, string>? Headers { get; set; }

    /// <summary>The contract's name; <see langword="null"/>: the host's default.</summary>
    public string? Contract { get; set; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; set; }

    /// <summary>Its channels.</summary>
    public IList<string>? Channels { get; set; }

    /// <summary>Own waits before attempt 2, 3, ….</summary>
    public IList<TimeSpan>? Schedule { get; set; }

    /// <summary>Own attempt deadline.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>Own in-flight cap.</summary>
    public int? MaxInFlight { get; set; }

    /// <summary>Requests in each <see cref="RatePeriod"/>; <see langword="null"/>: no limit.</summary>
    public int? RateCount { get; set; }

    /// <summary>The period of <see cref="RateCount"/>.</summary>
    /// <value>1 second.</value>
    public TimeSpan RatePeriod { get; set; } = TimeSpan.FromSeconds(1);
}
