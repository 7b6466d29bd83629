using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Breaks what results do.</summary>
internal static class Recording
{
    public static IDeliveryStore LateDisabling(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Record = async (records, now, stop) =>
        {
            var late = new List<DeliveryRecord>();
            foreach (var record in records)
            {
                var epoch = (await subscriptions.GetAsync(record.Subscription, stop))?.EnableEpoch ?? 0;
                late.Add(record with { Disable = record.Disable is { } disable ? disable with { EnableEpoch = epoch } : null });
            }

            return await inner.RecordAsync(late, now, stop);
        },
    };

    public static IDeliveryStore AnySinceDisables(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Record = (records, now, stop) =>
            inner.RecordAsync([.. records.Select(record => record with { Disable = record.Disable is { } disable ? disable with { FailingSince = null } : null })], now, stop),
    };

    public static IDeliveryStore EveryAttemptIsAStep(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Record = (records, now, stop) => inner.RecordAsync(
            [.. records.Select(record => record with { CountsStep = record.CountsStep || (record.Trigger == AttemptTrigger.Scheduled && record.Attempt is not null) })], now, stop),
    };
}
