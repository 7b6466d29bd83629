using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Finds lanes with work due: a look at the oldest due rows of all lanes, which mostly is the whole answer, and else one seek for each active subscription.</summary>
internal static class DueLaneFinder
{
    /// <summary>Fewer rows than this, and nothing that is due was left out.</summary>
    public const int Front = 512;

    // What comes next is asked only when nothing is there: in front of it stand the leases of all that was sent, as long as somebody's snapshot keeps them from being removed.
    internal const string Peek = $$"""
        with front as materialized (
            select d.lane, d.due_at from {schema}.wms_webhook_delivery d where d.due_at >= $1 and d.due_at <= $2 and {{Lease.IsFreeAt2}} order by d.due_at limit 512
        ), open as materialized (
            select array(select s.id from {schema}.wms_webhook_subscription s
                where s.id = any(array(select distinct f.lane from front f)) and s.state = 0 and (s.wait_until is null or s.wait_until <= $2) and s.id <> all($3::bigint[])) as lanes
        )
        select (select m.subscription_version from {schema}.wms_webhook_meta m),
            (select count(*) from front),
            (select min(f.due_at) from front f),
            exists (select 1 from {schema}.wms_webhook_delivery d where d.lane = 0 and d.due_at <= $2 and {{Lease.IsFreeAt2}}),
            o.lanes,
            case when o.lanes = '{}' then least(
                (select d.due_at from {schema}.wms_webhook_delivery d where d.due_at > $2 order by d.due_at limit 1),
                (select s.wait_until from {schema}.wms_webhook_subscription s where s.wait_until > $2 order by s.wait_until limit 1)) end,
            (select greatest(c.reltuples, 0)::bigint from pg_catalog.pg_class c where c.oid = '{schema}.wms_webhook_subscription'::regclass),
            clock_timestamp() - statement_timestamp()
        from open o
        """;

    // Driven from the subscriptions, which no publisher writes: whatever stands in another lane, this one is asked. The second arm is run only when the first did not give enough.
    internal const string Seek = $$"""
        (select x.id, null::interval from (
            (select s.id from {schema}.wms_webhook_subscription s cross join lateral (
                select 1 from {schema}.wms_webhook_delivery d where d.lane = s.id and d.due_at >= $1 and d.due_at <= $2 and {{Lease.IsFreeAt2}} order by d.due_at limit 1) q
            where s.state = 0 and s.id > $4 and (s.wait_until is null or s.wait_until <= $2) and s.id <> all($3::bigint[])
            order by s.id limit $5)
            union all
            (select s.id from {schema}.wms_webhook_subscription s cross join lateral (
                select 1 from {schema}.wms_webhook_delivery d where d.lane = s.id and d.due_at >= $1 and d.due_at <= $2 and {{Lease.IsFreeAt2}} order by d.due_at limit 1) q
            where s.state = 0 and s.id <= $4 and (s.wait_until is null or s.wait_until <= $2) and s.id <> all($3::bigint[])
            order by s.id limit $5)) x
        limit $5)
        union all select null, clock_timestamp() - statement_timestamp()
        """;

    public static async Task<Found> RunAsync(PgSession session, DueLaneQuery query, DateTimeOffset low, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var blocked = query.Blocked.Select(lane => lane.Value).ToArray();
        NpgsqlParameter[] parameters = [Parameter.Of(low), Parameter.Of(now), Parameter.Of(blocked)];
        var front = query.NoResendsOf.Count == 0
            ? (await session.SeekAsync(Peek, ReadFront, cancellationToken, parameters).ConfigureAwait(false))[0]
            : await PeekWithoutSomeAsync(session, parameters, query.NoResendsOf, now, cancellationToken).ConfigureAwait(false);
        var lanes = InTurn(front.Lanes, query);
        var (took, asked) = (front.Took, 0L);
        if (front.Count >= Front && lanes.Count < query.Limit)
        {
            var found = await session.SeekAsync(
                Seek,
                static row => (Lane: row.IsDBNull(0) ? default : new SubscriptionId(row.GetInt64(0)), Took: row.SpanOrNull(1)),
                cancellationToken,
                Parameter.Of(low), Parameter.Of(now), Parameter.Of(blocked), Parameter.Of(query.After.Value), Parameter.Of((long)query.Limit)).ConfigureAwait(false);
            lanes = [.. found.Where(row => row.Took is null).Select(row => row.Lane)];
            (took, asked) = (took + (found[^1].Took ?? TimeSpan.Zero), front.Subscriptions);
        }

        var isQuiet = lanes.Count == 0 && !front.HasResends;
        var cursor = lanes.Count > 0 ? lanes[^1] : query.After;
        return new Found(new DueLanes(lanes, cursor, isQuiet ? front.NextDue : null, front.HasResends, front.Version), front.OldestDue, took, asked);
    }

    /// <summary>As if the resends of these were not there.</summary>
    private static async Task<FrontRow> PeekWithoutSomeAsync(
        PgSession session, NpgsqlParameter[] parameters, IEnumerable<SubscriptionId> noResendsOf, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var front = await session.SeekAsync(Peek, ReadFront, cancellationToken, parameters).ConfigureAwait(false);
        var others = await session.SeekAsync(
            OtherResends.Look, static row => (Resend: row.TimeOrNull(0), InLanes: row.TimeOrNull(1)), cancellationToken,
            Parameter.Of(now), Parameter.Of(noResendsOf.Select(webhook => webhook.Value).ToArray())).ConfigureAwait(false);
        var (resend, inLanes) = others[0];
        return front[0] with { HasResends = resend <= now, NextDue = inLanes is null || resend < inLanes ? resend : inLanes };
    }

    private static FrontRow ReadFront(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.TimeOrNull(2), row.GetBoolean(3), row.List<long>(4), row.TimeOrNull(5), row.GetInt64(6), row.GetTimeSpan(7));

    /// <summary>Those after the cursor first, then from the start.</summary>
    private static List<SubscriptionId> InTurn(long[] lanes, DueLaneQuery query) =>
        [.. lanes.OrderBy(lane => lane <= query.After.Value).ThenBy(lane => lane).Take(query.Limit).Select(lane => new SubscriptionId(lane))];

    /// <summary>The answer, and what the low watermark wants to know: the oldest due row that was seen, how long the server took, and of how many lanes each was asked.</summary>
    public readonly record struct Found(DueLanes Lanes, DateTimeOffset? OldestDue, TimeSpan Took, long Asked);

    private readonly record struct FrontRow(
        long Version, long Count, DateTimeOffset? OldestDue, bool HasResends, long[] Lanes, DateTimeOffset? NextDue, long Subscriptions, TimeSpan Took);
}
