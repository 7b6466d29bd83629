using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Breaks text and bytes.</summary>
internal static class Writing
{
    public static IDeliveryStore AnswersAsText(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Record = (records, now, stop) => inner.RecordAsync(
            [.. records.Select(record => record with { Attempt = record.Attempt is { } attempt ? attempt with { Answer = AsText(attempt.Answer) } : null })], now, stop),
    };

    public static IDeliveryStore BodiesAsText(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Add = (events, version, now, lease, stop) => inner.AddAsync(
            [.. events.Select(row => row with { Bodies = [.. row.Bodies.Select(body => new EventBody(body.Contract, AsText(body.Bytes)))] })], version, now, lease, stop),
    };

    public static ISubscriptionStore ShortNames(ISubscriptionStore inner) => new AlteredSubscriptions(inner)
    {
        Create = (row, stop) => inner.CreateAsync(row with { Name = row.Name[..Math.Min(row.Name.Length, 100)] }, stop),
    };

    private static byte[] AsText(byte[] bytes) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));
}
