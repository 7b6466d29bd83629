using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Dashboard.Texts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>What of the log is shown. All of it stands in the address, so that a page can be pasted into a ticket.</summary>
internal sealed record DeliveryFilter
{
    public SubscriptionId? Webhook { get; init; }

    public DeliveryState? State { get; init; }

    public string? Type { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public string? Subject { get; init; }

    public string? Event { get; init; }

    public DeliveryId Before { get; init; }

    /// <summary>Whether everything is shown; a page further down is no filter.</summary>
    public bool IsEmpty => this with { Before = default, Webhook = null } == new DeliveryFilter();

    public static DeliveryFilter Of(Visit visit) => new()
    {
        Webhook = visit.Query("webhook") is not { } webhook ? null : SubscriptionId.TryParse(webhook, out var id) ? id : throw ApiRequest.Invalid("'webhook' is an id such as whk_17."),
        State = visit.Query("state") is { } state ? Words.Parse<DeliveryState>("state", state) : null,
        Type = visit.Query("type"),
        From = Time(visit, "from"),
        To = Time(visit, "to"),
        Subject = Pasted.Clean(visit.Query("subject")),
        Event = Pasted.Clean(visit.Query("event")),
        Before = visit.Query("before") is not { } before ? default : DeliveryId.TryParse(before, out var last) ? last : throw ApiRequest.Invalid("'before' is an id such as dlv_17."),
    };

    public DeliveryQuery ToQuery(TenantScope tenant, int pageSize) => new()
    {
        Tenant = tenant,
        Subscription = Webhook,
        States = State is { } state ? [state] : [],
        EventType = Type,
        From = From,
        To = To,
        Subject = Subject,
        EventIdPrefix = Event,
        Before = Before,
        PageSize = pageSize,
    };

    /// <summary>As a query string, with its question mark unless it is empty.</summary>
    /// <param name="withWebhook">Not on a webhook's own page, whose address names it.</param>
    public string ToAddress(bool withWebhook)
    {
        (string Name, string? Value)[] parts =
        [
            ("webhook", withWebhook ? Webhook?.ToString() : null), ("state", State is { } state ? Words.Of(state) : null), ("type", Type), ("from", From is { } from ? Moments.Iso(from) : null),
            ("to", To is { } to ? Moments.Iso(to) : null), ("subject", Subject), ("event", Event), ("before", Before == default ? null : Before.ToString()),
        ];
        var text = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return text.Length == 0 ? "" : "?" + text;
    }

    private static DateTimeOffset? Time(Visit visit, string name) =>
        visit.Query(name) is not { } text ? null : visit.Ui.Moments.Parse(text) ?? throw ApiRequest.Invalid($"'{name}' is a time such as 2026-05-28T09:30.");
}
