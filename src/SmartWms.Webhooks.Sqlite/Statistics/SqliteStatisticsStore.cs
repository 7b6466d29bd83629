using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Deliveries;
using SmartWms.Webhooks.Sqlite.Writing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Statistics;

/// <summary>Counts of requests in the SQLite file. Every read leads from the webhooks to their rows.</summary>
internal sealed class SqliteStatisticsStore(SqliteDatabase database) : IStatisticsStore
{
    private const string Add = """
        insert into wms_webhook_attempt_count (subscription_id, since, failure, band, attempts) values (?1, ?2, ?3, ?4, ?5)
        on conflict do update set attempts = attempts + excluded.attempts
        """;

    private const string InSpan = """
        from wms_webhook_subscription s
        cross join wms_webhook_attempt_count c on c.subscription_id = s.id and c.since >= ?1 and c.since < ?2
        """;

    // ?4: whether webhooks stay apart; ?5: which, as JSON.
    internal const string OfAll = "select iif(?4, c.subscription_id, 0), c.since - c.since % ?3, c.failure, c.band, sum(c.attempts) " + InSpan + " group by 1, 2, 3, 4 order by 2, 1";
    internal const string OfSome = "select iif(?4, c.subscription_id, 0), c.since - c.since % ?3, c.failure, c.band, sum(c.attempts) " + InSpan
        + " where s.id in (select value from json_each(?5)) group by 1, 2, 3, 4 order by 2, 1";

    private const string OldestDue = "(select d.due_at from wms_webhook_delivery d where d.lane = s.id and d.due_at <= ?2 and " + Lease.IsOpen + " order by d.due_at limit 1)";

    private const string Waiting = "select s.id, (select count(*) from (select 1 from wms_webhook_delivery d where d.lane = s.id limit ?1)), " + OldestDue + """

        from wms_webhook_subscription s
        where s.state <> 3 and exists (select 1 from wms_webhook_delivery d where d.lane = s.id)
        """;

    internal const string WaitingOfAll = Waiting + " order by s.id";
    internal const string WaitingOfSome = Waiting + " and s.id in (select value from json_each(?3)) order by s.id";

    private const string HasOld = "select exists (select 1 from wms_webhook_subscription s cross join wms_webhook_attempt_count c on c.subscription_id = s.id and c.since < ?1)";
    internal const string Purge = """
        delete from wms_webhook_attempt_count where (subscription_id, since, failure, band) in (
            select c.subscription_id, c.since, c.failure, c.band from wms_webhook_subscription s
            cross join wms_webhook_attempt_count c on c.subscription_id = s.id and c.since < ?1 limit ?2)
        """;

    public Task AddAsync(IReadOnlyList<AttemptCount> counts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return database.WriteAsync(WriteKind.Other, session => Write(session, counts), cancellationToken);
    }

    public Task<IReadOnlyList<AttemptCount>> ReadAsync(AttemptCountQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.ReadAsync<IReadOnlyList<AttemptCount>>(session => Read(session, query), cancellationToken);
    }

    public Task<IReadOnlyList<WaitingDeliveries>> ListWaitingAsync(IReadOnlyList<SubscriptionId>? subscriptions, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<WaitingDeliveries>>(session => ReadWaiting(session, subscriptions, now), cancellationToken);

    public async Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        // Looked for first: a sweep that finds nothing writes nothing.
        return await database.ReadAsync(session => session.Prepare(HasOld).Bind(1, before.UtcTicks).Scalar(), cancellationToken).ConfigureAwait(false) == 0
            ? 0
            : await database.WriteAsync(WriteKind.Other, session => session.Prepare(Purge).Bind(1, before.UtcTicks).Bind(2, (long)limit).RunCounted(), cancellationToken).ConfigureAwait(false);
    }

    private static int Write(WriteSession session, IReadOnlyList<AttemptCount> counts)
    {
        foreach (var count in counts)
        {
            session.Prepare(Add).Bind(1, count.Subscription.Value).Bind(2, count.Since.UtcTicks).Bind(3, (long)count.Failure).Bind(4, (long)count.Band).Bind(5, count.Attempts).Run();
        }

        return counts.Count;
    }

    private static List<AttemptCount> Read(SqliteSession session, AttemptCountQuery query)
    {
        var row = session.Prepare(query.Subscriptions is null ? OfAll : OfSome)
            .Bind(1, query.From.UtcTicks).Bind(2, query.Until.UtcTicks).Bind(3, query.Width.Ticks).Bind(4, query.PerSubscription ? 1L : 0L);
        if (query.Subscriptions is { } some)
        {
            row.Bind(5, Ids(some));
        }

        var found = new List<AttemptCount>();
        while (row.Step())
        {
            found.Add(new AttemptCount(new SubscriptionId(row.Int64(0)), row.Int64(1).ToTime(), (FailureClass)row.Int32(2), row.Int32(3), row.Int64(4)));
        }

        return found;
    }

    private static string Ids(IReadOnlyList<SubscriptionId> subscriptions) => JsonLists.Write([.. subscriptions.Select(subscription => subscription.Value)]);

    private static List<WaitingDeliveries> ReadWaiting(SqliteSession session, IReadOnlyList<SubscriptionId>? subscriptions, DateTimeOffset now)
    {
        var found = new List<WaitingDeliveries>();
        var row = session.Prepare(subscriptions is null ? WaitingOfAll : WaitingOfSome).Bind(1, (long)WaitingDeliveries.Most).Bind(2, now.UtcTicks);
        if (subscriptions is not null)
        {
            row.Bind(3, Ids(subscriptions));
        }

        while (row.Step())
        {
            found.Add(new WaitingDeliveries(new SubscriptionId(row.Int64(0)), row.Int64(1), row.Int64OrNull(2).ToTime()));
        }

        return found;
    }
}
