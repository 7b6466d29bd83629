namespace SmartWms.Webhooks.Subscriptions;

/// <summary>What to change of a webhook; what is <see langword="null"/> stays as it is. Limits as for <see cref="NewWebhookSubscription"/>.</summary>
public sealed class WebhookSubscriptionUpdate
{
    /// <summary>A new name.</summary>
    public string? Name { get; set; }

    /// <summary>A new URL; deliveries that wait go there too.</summary>
    public string? Url { get; set; }

    /// <summary>The whole new list of event types.</summary>
    public IList<string>? EventTypes { get; set; }

    /// <summary>
    /// The whole new set of custom headers. A value of <see langword="null"/> keeps the stored value of that name, unless <see cref="Url"/> goes to another scheme, host or port: then
    /// every value has to be given again, or left out.
    /// </summary>
    public IDictionary<string, string?>? Headers { get; set; }

    /// <summary>Another contract, for events published from now on. Waiting deliveries keep the body they have.</summary>
    public string? Contract { get; set; }

    /// <summary>The whole new list of channels; empty for none.</summary>
    public IList<string>? Channels { get; set; }

    /// <summary>A new schedule; empty for the contract's.</summary>
    public IList<TimeSpan>? Schedule { get; set; }

    /// <summary>A new deadline; zero for the host's default.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>A new cap; 0 for the host's default.</summary>
    public int? MaxInFlight { get; set; }

    /// <summary>A new rate limit; a count of 0 for none.</summary>
    public RateLimit? Rate { get; set; }
}
