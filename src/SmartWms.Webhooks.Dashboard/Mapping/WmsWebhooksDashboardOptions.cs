namespace SmartWms.Webhooks;

/// <summary>Who may use the dashboard, whose webhooks they see, and how it shows itself.</summary>
public sealed class WmsWebhooksDashboardOptions : WmsWebhooksAccessOptions
{
    /// <summary>What stands at the top of every page; <see langword="null"/>: "Webhooks" in the reader's language.</summary>
    /// <value><see langword="null"/>.</value>
    public string? Title { get; set; }

    /// <summary>Where the link back to the host leads, such as <c>/</c>; a path, or an http or https address.</summary>
    /// <value><see langword="null"/>: no link.</value>
    public string? HomeUrl { get; set; }

    /// <summary>The time zone that times are shown in, usually the warehouse's. Years are always Gregorian.</summary>
    /// <value>UTC.</value>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>How often an open page looks for news, 1 second to 1 hour.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromSeconds(5);
}
