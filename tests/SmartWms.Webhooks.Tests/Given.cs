using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests;

/// <summary>The plainest of each thing that a decision is given.</summary>
internal static class Given
{
    public static DateTimeOffset Noon { get; } = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static StoredSubscription Stored(long id = 1, params string[] eventTypes) => new()
    {
        Id = new SubscriptionId(id),
        Version = 1,
        Name = "test",
        Url = "https://erp.example.com/hook",
        EventTypes = eventTypes.Length == 0 ? ["*"] : eventTypes,
        Contract = "smartwms",
        Sealed = [],
    };

    public static SubscriptionSnapshot Snapshot(StoredSubscription? stored = null, WebhookContract? contract = null, int maxInFlight = 8)
    {
        stored ??= Stored();
        contract ??= WebhookContract.SmartWms;
        return new SubscriptionSnapshot
        {
            Stored = stored,
            Contract = contract,
            Filters = [.. stored.EventTypes.Select(Filter)],
            Url = new Uri(stored.Url),
            Delays = stored.Schedule ?? contract.Delays,
            Deadline = Seconds(10),
            MaxInFlight = maxInFlight,
            DebugHeaders = DebugHeaderNames.Of(contract),
            Content = null,
        };
    }

    public static ClaimedDelivery Claimed(
        AttemptTrigger trigger = AttemptTrigger.Scheduled, int attempts = 0, int steps = 0, int claims = 1, int enableEpoch = 0) => new()
        {
            Id = new DeliveryId(7),
            Subscription = new SubscriptionId(1),
            SubscriptionVersion = 3,
            EnableEpoch = enableEpoch,
            LeaseToken = 99,
            EventId = "evt_1",
            EventType = "order.shipped",
            Body = [1],
            Contract = "smartwms",
            DueAt = Noon,
            CreatedAt = Noon,
            Attempts = attempts,
            Steps = steps,
            Claims = claims,
            Trigger = trigger,
        };

    public static AttemptOutcome Accepted { get; } = new(FailureClass.None, 200);

    public static AttemptOutcome Failed { get; } = new(FailureClass.ServerError, 500);

    public static ContractCatalogue Contracts(params WebhookContract[] own) =>
        new([WebhookContract.SmartWms, WebhookContract.Wms, WebhookContract.StandardWebhooks, .. own], WebhookContract.SmartWms);

    public static EventCatalogue Catalogue { get; } = new(StandardEventTypes.All);

    public static IWebhookSecretProtector Protector { get; } = new UnprotectedSecrets();

    public static EventTypeFilter Filter(string text) => EventTypeFilter.TryParse(text, out var filter) ? filter : throw new ArgumentException(text);
}
