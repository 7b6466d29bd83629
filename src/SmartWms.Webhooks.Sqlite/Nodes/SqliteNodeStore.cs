using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Nodes;

/// <summary>The processes that work on the SQLite file: mostly one, two during an overlapped recycle.</summary>
internal sealed class SqliteNodeStore(SqliteDatabase database) : INodeStore
{
    private const string Beat = """
        insert into wms_webhook_node (instance, name, role, state, version, in_flight, started_at, last_seen_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        on conflict (instance) do update set name = excluded.name, role = excluded.role, state = excluded.state, version = excluded.version,
            in_flight = excluded.in_flight, started_at = excluded.started_at, last_seen_at = excluded.last_seen_at
        """;

    private const string ForgetNamesakes = "delete from wms_webhook_node where name = ?1 and last_seen_at <= ?2";
    private const string All = "select instance, name, role, state, version, in_flight, started_at, last_seen_at from wms_webhook_node where last_seen_at > ?1";
    private const string Leave = "delete from wms_webhook_node where instance = ?1";
    private const string HasOld = "select exists (select 1 from wms_webhook_node where last_seen_at < ?1)";
    private const string Forget = "delete from wms_webhook_node where last_seen_at < ?1";

    public Task<BeatResult> BeatAsync(NodeBeat beat, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(beat);
        return database.WriteAsync(WriteKind.Other, session => Write(session, beat, now), cancellationToken);
    }

    public Task<IReadOnlyList<StoredNode>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredNode>>(session => Read(session.Prepare(All), long.MinValue), cancellationToken);

    public Task LeaveAsync(long instance, CancellationToken cancellationToken) =>
        database.WriteAsync(WriteKind.Other, session => session.Prepare(Leave).Bind(1, instance).RunCounted(), cancellationToken);

    public async Task<int> ForgetAsync(DateTimeOffset seenBefore, CancellationToken cancellationToken)
    {
        // Looked for first: a sweep that finds nothing writes nothing.
        var limit = seenBefore.UtcTicks;
        return await database.ReadAsync(session => session.Prepare(HasOld).Bind(1, limit).Scalar(), cancellationToken).ConfigureAwait(false) == 0
            ? 0
            : await database.WriteAsync(WriteKind.Other, session => session.Prepare(Forget).Bind(1, limit).RunCounted(), cancellationToken).ConfigureAwait(false);
    }

    private static BeatResult Write(WriteSession session, NodeBeat beat, DateTimeOffset now)
    {
        var since = (now - NodeBeat.LiveFor).UtcTicks;
        session.Prepare(ForgetNamesakes).Bind(1, beat.Name).Bind(2, since).Run();
        session.Prepare(Beat).Bind(1, beat.Instance).Bind(2, beat.Name).Bind(3, (long)beat.Role).Bind(4, (long)beat.State).Bind(5, beat.Version)
            .Bind(6, (long)beat.InFlight).Bind(7, beat.StartedAt.UtcTicks).Bind(8, now.UtcTicks).Run();
        return new BeatResult(Read(session.Prepare(All), since));
    }

    private static List<StoredNode> Read(Statement row, long since)
    {
        var nodes = new List<StoredNode>();
        row.Bind(1, since);
        while (row.Step())
        {
            nodes.Add(new StoredNode(
                new NodeBeat
                {
                    Instance = row.Int64(0),
                    Name = row.Text(1),
                    Role = (NodeRole)row.Int32(2),
                    State = (NodeState)row.Int32(3),
                    Version = row.Text(4),
                    InFlight = row.Int32(5),
                    StartedAt = row.Int64(6).ToTime(),
                },
                row.Int64(7).ToTime()));
        }

        return nodes;
    }
}
