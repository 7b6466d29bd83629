using System.Globalization;
using SmartWms.Webhooks.Sqlite;

namespace SmartWms.Webhooks.Crash.Host;

/// <summary>What the parent asks of this process: a verb, then <c>--name value</c> pairs.</summary>
internal sealed record CrashSettings
{
    /// <summary><c>live</c>: publish and deliver until killed. <c>drain</c>: deliver what is left, then exit. <c>publish</c>: one event after another, nothing delivered.</summary>
    public required string Verb { get; init; }

    public required string Database { get; init; }

    public required string Ledger { get; init; }

    /// <summary>Where the endpoints are, ending in a slash.</summary>
    public required string Receiver { get; init; }

    /// <summary>Which child of this database it is: event ids and secrets carry it.</summary>
    public int Run { get; init; }

    public string? Point { get; init; }

    public int Pass { get; init; }

    /// <summary>Events in all, over all publishers.</summary>
    public int Events { get; init; }

    /// <summary>A publisher among several nodes goes on, beyond its events, until this file is there; <see langword="null"/> for one that only delivers.</summary>
    public string? Until { get; init; }

    public SqliteSynchronous Synchronous { get; init; }

    /// <summary>Of a node: how long a claim holds.</summary>
    public TimeSpan Lease { get; init; }

    /// <summary>Of an attempt of a node.</summary>
    public TimeSpan Deadline { get; init; }

    /// <summary>Between two events of one publisher of a node.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>Whether each event goes to every endpoint, or to one only.</summary>
    public bool FansOut { get; init; }

    /// <summary>Whether a node stands still now and then between lease and request.</summary>
    public bool Lingers { get; init; }

    public bool IsPostgreSql => Database.Contains("Host=", StringComparison.Ordinal);

    public static CrashSettings Parse(string[] args)
    {
        var values = args.Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new CrashSettings
        {
            Verb = args[0],
            Database = values["--database"],
            Ledger = values["--ledger"],
            Receiver = values["--receiver"],
            Run = Number("--run", 1),
            Point = values.GetValueOrDefault("--point"),
            Pass = Number("--pass", 1),
            Events = Number("--events", 20_000),
            Until = values.GetValueOrDefault("--until"),
            Synchronous = Enum.Parse<SqliteSynchronous>(values.GetValueOrDefault("--synchronous", nameof(SqliteSynchronous.Full))),
            Lease = TimeSpan.FromMilliseconds(Number("--lease", 8_000)),
            Deadline = TimeSpan.FromMilliseconds(Number("--deadline", 2_000)),
            Pace = TimeSpan.FromMilliseconds(Number("--pace", 0)),
            FansOut = values.ContainsKey("--fans-out"),
            Lingers = values.ContainsKey("--lingers"),
        };

        int Number(string name, int otherwise) => values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}
