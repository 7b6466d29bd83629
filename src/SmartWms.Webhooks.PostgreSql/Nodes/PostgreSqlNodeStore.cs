using Npgsql;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Nodes;

/// <summary>The nodes on one PostgreSQL database. A beat is one round trip.</summary>
internal sealed class PostgreSqlNodeStore(PgDatabase database) : INodeStore
{
    internal const string Beat = """
        with namesakes as (
            delete from {schema}.wms_webhook_node where name = $2 and last_seen_at <= $9 and instance <> $1
        )
        insert into {schema}.wms_webhook_node as n (instance, name, role, state, version, in_flight, started_at, last_seen_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (instance) do update set name = excluded.name, role = excluded.role, state = excluded.state, version = excluded.version,
            in_flight = excluded.in_flight, started_at = excluded.started_at, last_seen_at = excluded.last_seen_at
        returning clock_timestamp()
        """;

    internal const string All = "select n.instance, n.name, n.role, n.state, n.version, n.in_flight, n.started_at, n.last_seen_at from {schema}.wms_webhook_node n";
    internal const string Live = All + " where n.last_seen_at > $1";
    internal const string Leave = "delete from {schema}.wms_webhook_node n where n.instance = $1";
    internal const string Forget = "delete from {schema}.wms_webhook_node n where n.last_seen_at < $1";

    public Task<BeatResult> BeatAsync(NodeBeat beat, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(beat);
        return database.RunAsync((session, token) => BeatAsync(session, beat, now, token), cancellationToken);
    }

    public Task<IReadOnlyList<StoredNode>> ListAsync(CancellationToken cancellationToken) => database.RunAsync<IReadOnlyList<StoredNode>>(
        async (session, token) => await session.QueryAsync(All, Read, token).ConfigureAwait(false), cancellationToken);

    public Task LeaveAsync(long instance, CancellationToken cancellationToken) =>
        database.RunAsync((session, token) => session.ExecuteAsync(Leave, token, Parameter.Of(instance)), cancellationToken);

    public Task<int> ForgetAsync(DateTimeOffset seenBefore, CancellationToken cancellationToken) =>
        database.RunAsync((session, token) => session.ExecuteAsync(Forget, token, Parameter.Of(seenBefore)), cancellationToken);

    private static async Task<BeatResult> BeatAsync(PgSession session, NodeBeat beat, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - NodeBeat.LiveFor;
        NpgsqlParameter[] values =
        [
            Parameter.Of(beat.Instance), Parameter.Text(beat.Name), Parameter.Of((int)beat.Role), Parameter.Of((int)beat.State), Parameter.Text(beat.Version),
            Parameter.Of(beat.InFlight), Parameter.Of(beat.StartedAt), Parameter.Of(now), Parameter.Of(since),
        ];
        var (times, live) = await session.QueryBothAsync(
            (Beat, static row => row.Time(0), values), (Live, Read, [Parameter.Of(since)]), cancellationToken).ConfigureAwait(false);
        return new BeatResult(live, times[0]);
    }

    private static StoredNode Read(NpgsqlDataReader row) => new(
        new NodeBeat
        {
            Instance = row.GetInt64(0),
            Name = row.GetString(1),
            Role = (NodeRole)row.GetInt16(2),
            State = (NodeState)row.GetInt16(3),
            Version = row.GetString(4),
            InFlight = row.GetInt32(5),
            StartedAt = row.Time(6),
        },
        row.Time(7));
}
