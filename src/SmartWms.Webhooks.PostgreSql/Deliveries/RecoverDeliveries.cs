using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Makes failed deliveries of one subscription due again through its lane, oldest first.</summary>
internal static class RecoverDeliveries
{
    /// <summary>How many rows one transaction looks at, at least: failed ones from before the asked time are passed over.</summary>
    private const int MinLookedAt = 1_000;

    internal const string FindFailed = """
        select l.id, e.added_at >= $3 and not e.bodies_purged and (select d.id from {schema}.wms_webhook_delivery d where d.id = l.id) is null
        from {schema}.wms_webhook_delivery_log l join {schema}.wms_webhook_event e on e.key = l.event_key
        where l.subscription_id = $1 and l.state = 3 and not l.is_test and l.id > $2
        order by l.id limit $4 for key share of e for update of l
        """;

    public static async Task<RecoverResult> RunAsync(PgSession session, RecoverRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var limit = Math.Max(request.Limit, MinLookedAt);
        var found = await session.QueryAsync(
            FindFailed,
            static row => (Id: row.GetInt64(0), IsWanted: row.GetBoolean(1)),
            cancellationToken,
            Parameter.Of(request.Subscription.Value), Parameter.Of(request.After.Value), Parameter.Of(request.Since), Parameter.Of((long)limit)).ConfigureAwait(false);
        var wanted = new List<long>();
        var last = request.After;
        foreach (var (id, isWanted) in found)
        {
            if (wanted.Count == request.Limit)
            {
                break;
            }

            last = new DeliveryId(id);
            if (isWanted)
            {
                wanted.Add(id);
            }
        }

        var count = await FinishedDelivery.ResendAsync(session, [.. wanted], AttemptTrigger.Recover, now, cancellationToken).ConfigureAwait(false);
        return new RecoverResult(count, last, found.Count == limit || wanted.Count == request.Limit);
    }
}
