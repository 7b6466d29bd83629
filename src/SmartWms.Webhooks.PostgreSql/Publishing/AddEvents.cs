using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Publishing;

/// <summary>Stores events with their bodies and deliveries: all of them in one statement, which is one round trip and, alone, one transaction.</summary>
/// <remarks>
/// How matching is true across nodes without a lock (R15): the statement reads the store-wide version in the very snapshot it writes with. What was committed before it began is
/// seen, so a webhook that was changed before this publish began makes it stale; what is committed while it runs may or may not count, as promised. Publishers read that row and
/// never lock it: they wait neither for each other nor for a person who changes a webhook.
/// </remarks>
internal static class AddEvents
{
    // The case is for the planner: it takes it for half of the rows, where it took the plain condition for next to none and then compared every row with every other.
    // Numbers are taken in the order given, rows are inserted in the order of their ids: two publishers of the same ids wait for each other, and never both ways round.
    internal const string Insert = """
        with given as materialized (
            select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::integer[], $10::bigint[],
                $11::timestamptz[], $12::timestamptz[], $13::text[], $14::bytea[])
                with ordinality as g(id, type, tenant, occurred_at, subject, channels, trace_parent, data_hash, delivery_count, matched, added_at, lease_end, contract, bytes, no)
        ), keyed as materialized (
            select g.*, nextval('{schema}.wms_webhook_event_key') as key,
                array(select nextval('{schema}.wms_webhook_delivery_id') from generate_series(1, g.delivery_count)) as delivery_ids
            from given g
            where case when g.matched is null then true else g.matched = (select m.subscription_version from {schema}.wms_webhook_meta m) end
        ), added as (
            insert into {schema}.wms_webhook_event
                (key, added_at, occurred_at, bodies_purged, id, type, tenant, trace_parent, subject, channels, data_hash, delivery_ids, contract, bytes)
            select k.key, k.added_at, k.occurred_at, k.contract is null, k.id, k.type, k.tenant, k.trace_parent, k.subject, k.channels::jsonb, k.data_hash, k.delivery_ids,
                k.contract, k.bytes
            from keyed k order by k.id collate "C", k.tenant collate "C"
            on conflict do nothing
            returning key
        ), bodies as (
            insert into {schema}.wms_webhook_body (event_key, number, contract, bytes)
            select k.key, b.number, b.contract, b.bytes
            from unnest($15::bigint[], $16::integer[], $17::text[], $18::bytea[]) as b(no, number, contract, bytes) join keyed k on k.no = b.no join added a on a.key = k.key
        ), deliveries as (
            insert into {schema}.wms_webhook_delivery
                (id, event_key, subscription_id, lane, due_at, lease_until, token, claims, attempts, steps, body, trigger)
            select k.delivery_ids[d.number], k.key, d.subscription, case d.trigger when 3 then 0 else d.subscription end,
                k.added_at, case d.token when 0 then null else k.lease_end end, d.token, case d.token when 0 then 0 else 1 end, 0, 0, d.body, d.trigger
            from unnest($19::bigint[], $20::integer[], $21::bigint[], $22::integer[], $23::bigint[], $24::integer[]) as d(no, number, subscription, body, token, trigger)
            join keyed k on k.no = d.no join added a on a.key = k.key
        )
        select (k.no - 1)::integer, a.key is not null, k.delivery_ids from keyed k left join added a on a.key = k.key
        """;

    // A row at a time through the index, whatever the planner thinks of the table.
    internal const string Find = """
        select (g.no - 1)::integer, e.type, e.data_hash, e.delivery_ids
        from unnest($1::text[], $2::text[]) with ordinality as g(id, tenant, no)
        cross join lateral (
            select e.type, e.data_hash, e.delivery_ids from {schema}.wms_webhook_event e
            where e.id = g.id and coalesce('=' || e.tenant, '') = coalesce('=' || g.tenant, '') limit 1) e
        """;

    /// <summary>Stores what can be stored, and says of each event what became of it.</summary>
    /// <param name="session">In READ COMMITTED: a duplicate that was committed meanwhile is to be seen.</param>
    /// <param name="publishes">Any number, in no particular order.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>For each event of each publish, in their order.</returns>
    public static async Task<EventFate[]> RunAsync(PgSession session, IReadOnlyList<WaitingPublish> publishes, CancellationToken cancellationToken)
    {
        var columns = new EventColumns(publishes);
        var events = columns.Events;
        var fates = new EventFate[events.Count];
        var rows = await session.QueryAsync(Insert, static row => (No: row.GetInt32(0), IsNew: row.GetBoolean(1), Ids: row.List<long>(2)), cancellationToken, columns.Parameters)
            .ConfigureAwait(false);
        var taken = new List<int>();
        foreach (var (no, isNew, ids) in rows)
        {
            if (isNew)
            {
                fates[no] = EventFate.Added(ids);
            }
            else
            {
                taken.Add(no);
            }
        }

        return taken.Count == 0 ? fates : await FindAsync(session, events, taken, fates, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<EventFate[]> FindAsync(PgSession session, IReadOnlyList<NewEvent> events, List<int> taken, EventFate[] fates, CancellationToken cancellationToken)
    {
        // One that is not found was taken back or swept just now.
        taken.ForEach(no => fates[no] = EventFate.Gone);
        var rows = await session.QueryAsync(
            Find,
            static row => (At: row.GetInt32(0), Type: row.GetString(1), Hash: row.Bytes(2), Ids: row.List<long>(3)),
            cancellationToken,
            Parameter.Texts(taken.Select(no => events[no].Id)),
            Parameter.Texts(taken.Select(no => events[no].TenantId))).ConfigureAwait(false);
        foreach (var (at, type, hash, ids) in rows)
        {
            var given = events[taken[at]];
            fates[taken[at]] = type == given.Type && hash.AsSpan().SequenceEqual(given.DataHash) ? EventFate.Duplicate(ids) : EventFate.Conflict;
        }

        return fates;
    }
}
