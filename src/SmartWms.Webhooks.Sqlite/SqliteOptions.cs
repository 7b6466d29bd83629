namespace SmartWms.Webhooks.Sqlite;

/// <summary>Where the SQLite file is and how it is used.</summary>
public sealed class SqliteOptions
{
    /// <summary>As Microsoft.Data.Sqlite takes it, e.g. <c>Data Source=wms.db</c>; the host's own file is welcome. Not in memory, not read-only.</summary>
    /// <remarks>The engine opens its own connections, without pooling and without shared cache.</remarks>
    /// <value>Empty: has to be set.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>What a commit waits for. Asserted on every connection.</summary>
    /// <value><see cref="SqliteSynchronous.Full"/>.</value>
    public SqliteSynchronous Synchronous { get; set; }

    /// <summary>How long a transaction of the host, or of another process, may hold the file's write lock, 1 s to 5 min.</summary>
    /// <remarks>A publish that waits longer fails; the engine's own work waits on.</remarks>
    /// <value>10 seconds.</value>
    public TimeSpan MaxHostTransaction { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Page cache of the writing connection in MiB, 1 to 4,096. Reading connections take an eighth each.</summary>
    /// <value>64.</value>
    public int CacheMebibytes { get; set; } = 64;
}
