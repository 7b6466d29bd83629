namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>What the engine keeps its deliveries in.</summary>
internal enum StoreKind
{
    Memory,

    /// <summary>SQLite with <c>synchronous=FULL</c>, the default.</summary>
    SqliteFull,

    /// <summary>SQLite with <c>synchronous=NORMAL</c>.</summary>
    SqliteNormal,

    /// <summary>PostgreSQL with <c>synchronous_commit=on</c>, a server on the same machine.</summary>
    PostgreSql,
}
