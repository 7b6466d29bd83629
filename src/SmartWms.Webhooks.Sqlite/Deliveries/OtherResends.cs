using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>What is due apart from the lanes, but for that of some webhooks.</summary>
/// <remarks>
/// Led by the webhooks that have any, each found and asked by one seek in an index of their own: what a webhook has due that is left out is not walked through, however much it is.
/// A claim of n looks at the first n of at most n webhooks, and reads bodies only of what it takes.
/// </remarks>
internal static class OtherResends
{
    private const string Apart = "wms_webhook_delivery d indexed by wms_webhook_delivery_apart where d.lane <> d.subscription_id";

    private const string FirstDue = "(select d.due_at from " + Apart + " and d.subscription_id = w.id and (d.due_at > ?2 or " + Lease.IsOpen + ") order by d.due_at limit 1)";

    private const string Webhooks = "recursive webhook (id) as (select 0"
        + " union all select (select d.subscription_id from " + Apart + " and d.subscription_id > w.id order by d.subscription_id limit 1) from webhook w where w.id is not null)";

    private const string IsOther = "w.id is not null and w.id not in (select value from json_each(?1))";

    // Leased ones are no more than what is being sent.
    private const string LeaseEnd = "(select min(d.lease_until) from " + Apart + " and d.subscription_id = w.id and d.due_at <= ?2 and " + Lease.Holds + ")";

    internal const string First = "with " + Webhooks + " select min(" + FirstDue + ") from webhook w where " + IsOther;

    internal const string FirstLeaseEnd = "with " + Webhooks + " select min(" + LeaseEnd + ") from webhook w where " + IsOther;

    // Those due longest are among the first of the webhooks whose own first are due longest.
    internal const string Due = "with " + Webhooks + " select r.id from (select w.id from webhook w where " + IsOther + " and " + FirstDue + " <= ?2 order by " + FirstDue + " limit ?3) f"
        + " cross join wms_webhook_delivery r on r.id in (select d.id from " + Apart + " and d.subscription_id = f.id and d.due_at <= ?2 and " + Lease.IsOpen + " order by d.due_at limit ?3)"
        + " order by r.due_at limit ?3";

    /// <summary>When the first of them that is not being sent is or was due; <see langword="null"/> when there is none.</summary>
    public static long? FindFirst(Func<string, Statement> prepare, IEnumerable<SubscriptionId> except, long now) => Find(prepare(First), except, now);

    /// <summary>When the first lease of them ends. Asked only when none of them is due but leased ones, so that it walks through no others.</summary>
    public static long? FindLeaseEnd(Func<string, Statement> prepare, IEnumerable<SubscriptionId> except, long now) => Find(prepare(FirstLeaseEnd), except, now);

    public static List<DeliveryId> FindDue(Func<string, Statement> prepare, IEnumerable<SubscriptionId> except, long now, int max)
    {
        List<DeliveryId> due = [];
        var row = prepare(Due).Bind(1, List(except)).Bind(2, now).Bind(3, max);
        while (row.Step())
        {
            due.Add(new DeliveryId(row.Int64(0)));
        }

        return due;
    }

    private static long? Find(Statement row, IEnumerable<SubscriptionId> except, long now)
    {
        row.Bind(1, List(except)).Bind(2, now);
        var moment = row.Step() ? row.Int64OrNull(0) : null;
        row.Reset();
        return moment;
    }

    private static string List(IEnumerable<SubscriptionId> except) => JsonLists.Write([.. except.Select(webhook => webhook.Value)]);
}
