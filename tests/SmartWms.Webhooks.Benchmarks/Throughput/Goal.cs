namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>One row of the table: what is run and what its ratio to the bare loop has to be.</summary>
/// <param name="Number">As the project's performance goals are numbered.</param>
/// <param name="Case">What is run, in words.</param>
/// <param name="Store">On what.</param>
/// <param name="Run">Runs it once.</param>
/// <param name="Floor">Below this the command fails; <see langword="null"/>: shown only.</param>
/// <param name="Wanted">The goal.</param>
internal sealed record Goal(string Number, string Case, StoreKind Store, IEngineRun Run, double? Floor, double? Wanted)
{
    /// <summary>Kilobytes that a delivery may allocate beyond the bare loop.</summary>
    public (double Floor, double Wanted)? Allocation { get; init; }

    public static IReadOnlyList<Goal> All { get; } =
    [
        new("G1", "memory, live: 64 publishers", StoreKind.Memory, new LiveRun(StoreKind.Memory), 0.80, 0.92),
        new("–", "memory, drain of a backlog", StoreKind.Memory, new DrainRun(StoreKind.Memory), null, null) { Allocation = (1.5, 0.8) },
        new("G2", "SQLite FULL, drain of a backlog", StoreKind.SqliteFull, new DrainRun(StoreKind.SqliteFull), 0.60, 0.75) { Allocation = (2.5, 1.5) },
        new("G2", "SQLite NORMAL, drain of a backlog", StoreKind.SqliteNormal, new DrainRun(StoreKind.SqliteNormal), 0.70, 0.85),
        new("G3", "SQLite FULL, live: 64 publishers", StoreKind.SqliteFull, new LiveRun(StoreKind.SqliteFull), 0.60, 0.85),
        new("G3", "SQLite NORMAL, live: 64 publishers", StoreKind.SqliteNormal, new LiveRun(StoreKind.SqliteNormal), 0.70, 0.90),
        new("G4", "PostgreSQL, drain of a backlog", StoreKind.PostgreSql, new DrainRun(StoreKind.PostgreSql), 0.55, 0.75),
        new("–", "PostgreSQL, live: 64 publishers", StoreKind.PostgreSql, new LiveRun(StoreKind.PostgreSql), null, null),
    ];
}
