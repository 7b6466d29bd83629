namespace SmartWms.Webhooks.Retention;

/// <summary>How long things are kept. A sweep removes what is older, in small batches.</summary>
public sealed class RetentionOptions
{
    /// <summary>Whether the sweep runs on this node.</summary>
    /// <value><see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Bodies, finished deliveries and their attempts: 1 day to 10 years. Bodies of unfinished deliveries are never removed.</summary>
    /// <value>30 days.</value>
    public TimeSpan Log { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Event ids, so that publishing one again stays a duplicate: 1 day to 10 years, at least as long as <see cref="Log"/>.</summary>
    /// <value>90 days.</value>
    public TimeSpan EventIds { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long deliveries of a webhook that is not active are held before they are cancelled: 1 hour to 90 days.</summary>
    /// <value>14 days.</value>
    public TimeSpan Hold { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Counts of requests, for charts: 1 day to 10 years.</summary>
    /// <value>90 days.</value>
    public TimeSpan Statistics { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The audit trail: 1 day to 10 years.</summary>
    /// <value>365 days.</value>
    public TimeSpan Audit { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How often the sweep looks, 1 second to 1 day.</summary>
    /// <value>1 minute.</value>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Rows in one batch, 10 to 10,000.</summary>
    /// <value>500.</value>
    public int BatchSize { get; set; } = 500;
}
