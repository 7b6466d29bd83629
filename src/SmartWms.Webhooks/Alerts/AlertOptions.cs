namespace SmartWms.Webhooks.Alerts;

/// <summary>When people are told.</summary>
public sealed class AlertOptions
{
    /// <summary>How long repeats about the same webhook are folded into one alert: 1 minute to 7 days.</summary>
    /// <value>1 hour.</value>
    public TimeSpan Fold { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Failed deliveries in a row after which a webhook is said to be failing: 1 to 100.</summary>
    /// <value>3.</value>
    public int FailingAfter { get; set; } = 3;
}
