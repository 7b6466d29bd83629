namespace SmartWms.Webhooks.Alerts;

/// <summary>Told when something went wrong that a person should look at. Register any number with <c>AddAlerts</c>; every alert is also logged.</summary>
public interface IWebhookAlerts
{
    /// <summary>Called one alert at a time, outside the delivery path. An exception is logged and changes nothing else.</summary>
    /// <param name="alert">What happened.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    /// <returns>When told.</returns>
    Task RaiseAsync(WebhookAlert alert, CancellationToken cancellationToken);
}
