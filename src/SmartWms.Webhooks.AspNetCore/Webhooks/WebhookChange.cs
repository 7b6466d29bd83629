using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>What to change of a webhook; what is left out stays as it is.</summary>
internal sealed class WebhookChange
{
    public string? Name { get; set; }

    public string? Url { get; set; }

    public IReadOnlyList<string>? EventTypes { get; set; }

    /// <summary>The whole new set; a value of <see langword="null"/> keeps the stored one, where the URL stays on its host.</summary>
    public IReadOnlyDictionary<string, string?>? Headers { get; set; }

    public string? Contract { get; set; }

    public IReadOnlyList<string>? Channels { get; set; }

    /// <summary>Empty for the contract's.</summary>
    public IReadOnlyList<double>? ScheduleSeconds { get; set; }

    /// <summary>0 for the host's default.</summary>
    public double? DeadlineSeconds { get; set; }

    /// <summary>0 for the host's default.</summary>
    public int? MaxInFlight { get; set; }

    /// <summary>A count of 0 for none.</summary>
    public RateView? Rate { get; set; }

    public WebhookSubscriptionUpdate ToUpdate() => new()
    {
        Name = Name,
        Url = Url,
        EventTypes = EventTypes is null ? null : ApiRequest.Whole(EventTypes, "eventTypes"),
        Headers = Headers is null ? null : new Dictionary<string, string?>(Headers),
        Contract = Contract,
        Channels = Channels is null ? null : ApiRequest.Whole(Channels, "channels"),
        Schedule = ScheduleSeconds is null ? null : [.. ScheduleSeconds.Select(Duration.Of)],
        Deadline = Duration.OfOptional(DeadlineSeconds),
        MaxInFlight = MaxInFlight,
        Rate = Duration.RateOf(Rate),
    };
}
