using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>What lies in a database of an earlier schema. It never changes: copies of it were kept.</summary>
internal sealed class EarlierContent(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public const string Erp = "ERP \u0e17\u0e48\u0e32\u0e40\u0e23\u0e37\u0e2d";      // Thai: harbour
    public const string Paused = "Carrier, paused";

    public const string Delivered = "evt_delivered";
    public const string Failed = "evt_failed";
    public const string Retried = "evt_retried";
    public const string Sending = "evt_sending";
    public const string Waiting = "evt_waiting";
    public const string Held = "evt_held";

    /// <summary>When the second attempt of <see cref="Retried"/> is due.</summary>
    public static readonly DateTimeOffset RetryAt = At(30);

    public async Task FillAsync()
    {
        var erp = await SubscribeAsync(row => row with { Name = Erp });
        var paused = await SubscribeAsync(row => row with { Name = Paused });
        await EndedAsync(erp, Delivered, DeliveryState.Delivered);
        await EndedAsync(erp, Failed, DeliveryState.Failed);
        await PublishAsync(erp, Retried);
        Expect.True((await RecordAsync(Given.Retried(await ClaimOneAsync(erp), RetryAt))).Accepted);
        await PublishAsync(erp, Sending);
        await ClaimOneAsync(erp);       // by a node that ends before it is through
        await PublishAsync(erp, Waiting);
        await PublishAsync(paused, Held);
        await SetStateAsync(paused, SubscriptionState.Paused);
    }
}
