using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Statistics;

/// <summary>Counts of requests in PostgreSQL. Every read leads from the webhooks to their rows; nodes that write the same rows take them in one order.</summary>
internal sealed class PostgreSqlStatisticsStore(PgDatabase database) : IStatisticsStore
{
    internal const string Add = """
        insert into {schema}.wms_webhook_attempt_count as c (subscription_id, since, failure, band, attempts)
        select * from unnest($1, $2, $3, $4, $5) given (subscription_id, since, failure, band, attempts)
        order by subscription_id, since, failure, band
        on conflict (subscription_id, since, failure, band) do update set attempts = c.attempts + excluded.attempts
        """;

    // $4: whether webhooks stay apart; $5: which.
    private const string Sums = """
        select case when $4 then c.subscription_id else 0 end, date_bin($3, c.since, timestamptz '0001-01-01 00:00:00+00'), c.failure, c.band, sum(c.attempts)::bigint
        from {schema}.wms_webhook_subscription s
        cross join lateral (select * from {schema}.wms_webhook_attempt_count a where a.subscription_id = s.id and a.since >= $1 and a.since < $2) c
        """;

    internal const string OfAll = Sums + " group by 1, 2, 3, 4 order by 2, 1";
    internal const string OfSome = Sums + " where s.id = any($5) group by 1, 2, 3, 4 order by 2, 1";

    // In order, though any of them would do: else the whole queue is read for each lane that is thought full and is empty.
    private const string Waiting = $$"""
        select s.id, w.count, o.due_at from {schema}.wms_webhook_subscription s
        cross join lateral (select count(*) from (select 1 from {schema}.wms_webhook_delivery d where d.lane = s.id order by d.due_at limit $2) counted) w
        left join lateral (select d.due_at from {schema}.wms_webhook_delivery d where d.lane = s.id and d.due_at <= $1 and {{Lease.IsFreeAt1}} order by d.due_at limit 1) o on true
        where s.state <> 3 and w.count > 0
        """;

    internal const string WaitingOfAll = Waiting + " order by s.id";
    internal const string WaitingOfSome = Waiting + " and s.id = any($3) order by s.id";

    // Old rows are changed by nobody any more: where they lie they stay.
    internal const string Purge = """
        delete from {schema}.wms_webhook_attempt_count c where c.ctid = any(array(
            select old.place from {schema}.wms_webhook_subscription s
            cross join lateral (select a.ctid as place from {schema}.wms_webhook_attempt_count a where a.subscription_id = s.id and a.since < $1 limit $2) old limit $2))
            and c.since < $1
        """;

    public Task AddAsync(IReadOnlyList<AttemptCount> counts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return database.RunOnceAsync((session, token) => session.ExecuteAsync(Add, token, Columns(counts)), cancellationToken);
    }

    public Task<IReadOnlyList<AttemptCount>> ReadAsync(AttemptCountQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.RunAsync<IReadOnlyList<AttemptCount>>(
            async (session, token) =>
            {
                NpgsqlParameter[] span = [Parameter.Of(query.From), Parameter.Of(query.Until), Parameter.Of(query.Width), Parameter.Of(query.PerSubscription)];
                return query.Subscriptions is { } some
                    ? await session.QueryAsync(OfSome, Read, token, [.. span, Ids(some)]).ConfigureAwait(false)
                    : await session.QueryAsync(OfAll, Read, token, span).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<WaitingDeliveries>> ListWaitingAsync(IReadOnlyList<SubscriptionId>? subscriptions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        return database.RunAsync<IReadOnlyList<WaitingDeliveries>>(
            async (session, token) =>
            {
                NpgsqlParameter[] all = [Parameter.Of(now), Parameter.Of((long)WaitingDeliveries.Most)];
                return subscriptions is null
                    ? await session.SeekAsync(WaitingOfAll, ReadWaiting, token, all).ConfigureAwait(false)
                    : await session.SeekAsync(WaitingOfSome, ReadWaiting, token, [.. all, Ids(subscriptions)]).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        database.RunAsync((session, token) => session.ExecuteAsync(Purge, token, Parameter.Of(before), Parameter.Of((long)limit)), cancellationToken);

    private static NpgsqlParameter Ids(IReadOnlyList<SubscriptionId> subscriptions) => Parameter.Of(subscriptions.Select(subscription => subscription.Value).ToArray());

    private static NpgsqlParameter[] Columns(IReadOnlyList<AttemptCount> counts) =>
    [
        Parameter.Of(counts.Select(count => count.Subscription.Value).ToArray()),
        Parameter.Of(counts.Select(count => count.Since).ToArray()),
        Parameter.Of(counts.Select(count => (int)count.Failure).ToArray()),
        Parameter.Of(counts.Select(count => count.Band).ToArray()),
        Parameter.Of(counts.Select(count => count.Attempts).ToArray()),
    ];

    private static WaitingDeliveries ReadWaiting(NpgsqlDataReader row) => new(new SubscriptionId(row.GetInt64(0)), row.GetInt64(1), row.TimeOrNull(2));

    private static AttemptCount Read(NpgsqlDataReader row) => new(
        new SubscriptionId(row.GetInt64(0)), row.Time(1), (FailureClass)row.GetInt16(2), row.GetInt16(3), row.GetInt64(4));
}
