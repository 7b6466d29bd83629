using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Makes failed deliveries of one subscription due again through its lane, oldest first.</summary>
internal static class RecoverDeliveries
{
    /// <summary>How many rows one transaction looks at, at least: failed ones from before the asked time are passed over.</summary>
    private const int MinLookedAt = 1_000;

    internal const string FindFailed = """
        select l.id, e.added_at >= ?3 and iif(l.body_key = 0, e.bytes, b.bytes) is not null and not exists (select 1 from wms_webhook_delivery d where d.id = l.id)
        from wms_webhook_delivery_log l indexed by wms_webhook_delivery_log_failed
        cross join wms_webhook_event e on e.key = l.event_key
        left join wms_webhook_body b on b.key = l.body_key
        where l.subscription_id = ?1 and l.state = 3 and l.is_test = 0 and l.id > ?2
        order by l.id limit ?4
        """;

    public static RecoverResult Run(WriteSession session, RecoverRequest request, long now)
    {
        var limit = Math.Max(request.Limit, MinLookedAt);
        var (wanted, last, lookedAt) = Find(session, request, limit);
        foreach (var id in wanted)
        {
            new FinishedDelivery(id, EventKey: 0, request.Subscription.Value, HasBody: true).Resend(session, AttemptTrigger.Recover, now);
        }

        return new RecoverResult(wanted.Count, last, lookedAt == limit || wanted.Count == request.Limit);
    }

    private static (List<long> Wanted, DeliveryId Last, int LookedAt) Find(WriteSession session, RecoverRequest request, int limit)
    {
        var wanted = new List<long>();
        var last = request.After;
        var lookedAt = 0;
        var row = session.Prepare(FindFailed).Bind(1, request.Subscription.Value).Bind(2, request.After.Value).Bind(3, request.Since.UtcTicks).Bind(4, limit);
        while (wanted.Count < request.Limit && row.Step())
        {
            lookedAt++;
            last = new DeliveryId(row.Int64(0));
            if (row.Int64(1) == 1)
            {
                wanted.Add(last.Value);
            }
        }

        row.Reset();
        return (wanted, last, lookedAt);
    }
}
