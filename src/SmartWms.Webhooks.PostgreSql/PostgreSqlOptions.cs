namespace SmartWms.Webhooks.PostgreSql;

/// <summary>How the PostgreSQL database is used.</summary>
public sealed class PostgreSqlOptions
{
    internal const string DefaultSchema = "wms_webhooks";

    /// <summary>The schema that holds the tables; made when it is missing. 1 to 63 characters of <c>a-z 0-9 _</c>.</summary>
    /// <value><c>wms_webhooks</c>.</value>
    public string Schema { get; set; } = DefaultSchema;

    /// <summary>What is done about the tables at the start.</summary>
    /// <value><see cref="SchemaMode.CreateOrUpdate"/>.</value>
    public SchemaMode SchemaMode { get; set; }

    /// <summary>Whether nodes tell each other of new work with NOTIFY, at most ten times a second, after the commit. Without it they find it at their next poll.</summary>
    /// <remarks>Listening needs a connection to the server itself. Set <see langword="false"/> behind PgBouncer's transaction mode; nothing else here needs a session.</remarks>
    /// <value><see langword="true"/>.</value>
    public bool Notifications { get; set; } = true;

    /// <summary>Connections that a node keeps at most, 2 to 100: the one that listens, and those that publish, claim, record and read. Not used with a data source of the host's own, which has its pool.</summary>
    /// <value>6.</value>
    public int MaxConnections { get; set; } = 6;

    /// <summary>How long one statement may take, 1 s to 10 min.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <exception cref="ArgumentException">A value is outside its limits.</exception>
    internal void Check()
    {
        if (MaxConnections is < 2 or > 100)
        {
            throw new ArgumentException($"MaxConnections: give 2 to 100, not {MaxConnections}.");
        }

        if (CommandTimeout < TimeSpan.FromSeconds(1) || CommandTimeout > TimeSpan.FromMinutes(10))
        {
            throw new ArgumentException($"CommandTimeout: give 1 s to 10 min, not {CommandTimeout}.");
        }
    }
}
