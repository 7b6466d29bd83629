using System.Collections.Concurrent;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Erases a tenant from the PostgreSQL database, a batch of events in each transaction. No index serves this: it is seldom, and an index would cost every publish.</summary>
/// <param name="database">Where.</param>
/// <param name="window">How many events one statement looks through: what it takes must not grow with what others have published.</param>
internal sealed class PostgreSqlTenantErasure(PgDatabase database, int window = 50_000) : ITenantErasure
{
    internal const string FindWindow = "select max(w.key) from (select e.key from {schema}.wms_webhook_event e where e.key > $1 order by e.key limit $2) w";

    // Whoever resends one of its deliveries holds the event: this waits for them, and they for this.
    internal const string Find = """
        select e.key, e.delivery_ids from {schema}.wms_webhook_event e
        where e.key > $3 and e.key <= $4 and e.tenant is not distinct from $1 order by e.key limit $2 for update
        """;

    // A delivery that ends meanwhile moves to the log: a statement that began before would see it in neither place. Its own statement, so that the next one sees what ended.
    internal const string LockUnfinished = "select d.id from {schema}.wms_webhook_delivery d where d.id = any($1) order by d.id for update";

    // The sweep holds the row of the log before it takes the attempts: so does this.
    internal const string LockFinished = "select l.id from {schema}.wms_webhook_delivery_log l where l.id = any($1) order by l.id for update";

    internal const string Remove = """
        with attempts as (
            delete from {schema}.wms_webhook_attempt a where a.delivery_id = any($2) returning 1
        ), finished as (
            delete from {schema}.wms_webhook_delivery_log l where l.id = any($2) returning 1
        ), unfinished as (
            delete from {schema}.wms_webhook_delivery d where d.id = any($2) returning 1
        ), bodies as (
            delete from {schema}.wms_webhook_body b where b.event_key = any($1) returning 1
        ), events as (
            delete from {schema}.wms_webhook_event e where e.key = any($1) returning 1
        )
        select (select count(*) from attempts) + (select count(*) from finished) + (select count(*) from unfinished) + (select count(*) from bodies) + (select count(*) from events)
        """;

    // How far each tenant's erasure has come: a batch that began at the first event again would look at everybody's once for every batch.
    private readonly ConcurrentDictionary<string, long> _reached = new(StringComparer.Ordinal);

    public async Task<int> EraseTenantAsync(string? tenantId, int limit, CancellationToken cancellationToken)
    {
        var tenant = tenantId is null ? "" : '=' + tenantId;
        var began = _reached.GetValueOrDefault(tenant);
        for (var after = began; ;)
        {
            var upTo = await database.RunAsync((session, token) => EndOfWindowAsync(session, after, token), cancellationToken).ConfigureAwait(false);
            if (upTo is not { } last)
            {
                _reached.TryRemove(tenant, out _);
                if (began == 0)
                {
                    return 0;
                }

                (began, after) = (0, 0);    // once more over all: what was published meanwhile may have got an earlier key
                continue;
            }

            var (gone, reached) = await database.TransactAsync((session, token) => RunAsync(session, tenantId, limit, after, last, token), cancellationToken).ConfigureAwait(false);
            if (gone > 0)
            {
                _reached[tenant] = reached;
                return gone;
            }

            after = last;
        }
    }

    private async Task<long?> EndOfWindowAsync(PgSession session, long after, CancellationToken cancellationToken) =>
        (await session.QueryAsync<long?>(FindWindow, static row => row.IsDBNull(0) ? null : row.GetInt64(0), cancellationToken, Parameter.Of(after), Parameter.Of((long)window)).ConfigureAwait(false))[0];

    /// <returns>How many rows are gone, and the key of the last event among them.</returns>
    private static async Task<(int Gone, long Reached)> RunAsync(PgSession session, string? tenantId, int limit, long after, long upTo, CancellationToken cancellationToken)
    {
        var events = await session.QueryAsync(
            Find, static row => (Key: row.GetInt64(0), Deliveries: row.List<long>(1)), cancellationToken,
            Parameter.Text(tenantId), Parameter.Of((long)limit), Parameter.Of(after), Parameter.Of(upTo)).ConfigureAwait(false);
        if (events.Count == 0)
        {
            return (0, upTo);
        }

        var keys = events.Select(row => row.Key).ToArray();
        var deliveries = events.SelectMany(row => row.Deliveries).ToArray();
        await session.QueryAsync(LockUnfinished, static row => row.GetInt64(0), cancellationToken, Parameter.Of(deliveries)).ConfigureAwait(false);
        await session.QueryAsync(LockFinished, static row => row.GetInt64(0), cancellationToken, Parameter.Of(deliveries)).ConfigureAwait(false);
        var gone = await session.QueryAsync(Remove, static row => row.GetInt64(0), cancellationToken, Parameter.Of(keys), Parameter.Of(deliveries)).ConfigureAwait(false);
        return ((int)Math.Max(1, gone[0]), keys[^1]);
    }
}
