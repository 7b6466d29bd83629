using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>A webhook to be made.</summary>
internal sealed class WebhookForm
{
    public string Name { get; set; } = "";

    public string Url { get; set; } = "";

    public IReadOnlyList<string> EventTypes { get; set; } = [];

    public string? Secret { get; set; }

    public IReadOnlyDictionary<string, string>? Headers { get; set; }

    public string? Contract { get; set; }

    public string? TenantId { get; set; }

    public IReadOnlyList<string>? Channels { get; set; }

    public IReadOnlyList<double>? ScheduleSeconds { get; set; }

    public double? DeadlineSeconds { get; set; }

    public int? MaxInFlight { get; set; }

    public RateView? Rate { get; set; }

    public NewWebhookSubscription For(string? tenant) => new()
    {
        Name = Name,
        Url = Url,
        EventTypes = ApiRequest.Whole(EventTypes, "eventTypes"),
        Secret = Secret,
        Headers = Headers is null ? new Dictionary<string, string>() : Headers.ToDictionary(header => header.Key, header => header.Value ?? throw ApiRequest.Invalid("'headers' holds null.")),
        Contract = Contract,
        TenantId = tenant,
        Channels = ApiRequest.Whole(Channels ?? [], "channels"),
        Schedule = ScheduleSeconds is null ? null : [.. ScheduleSeconds.Select(Duration.Of)],
        Deadline = Duration.OfOptional(DeadlineSeconds),
        MaxInFlight = MaxInFlight,
        Rate = Duration.RateOf(Rate),
    };
}
