using SmartWms.Webhooks.PostgreSql.Migrations;

namespace SmartWms.Webhooks.PostgreSql;

/// <summary>The tables as SQL, for databases in which a host may not create anything: run it, and set <see cref="SchemaMode.Validate"/>.</summary>
public static class PostgreSqlSchema
{
    /// <summary>The version of the tables that this package creates.</summary>
    public static int Version => EmbeddedMigrations.All[^1].Number;

    /// <summary>One transaction that makes the tables, or brings those of an earlier version up to date.</summary>
    /// <param name="schema">As in <see cref="PostgreSqlOptions.Schema"/>.</param>
    /// <param name="fromVersion">The version that is there; 0 for none.</param>
    /// <returns>SQL for psql or any other client.</returns>
    /// <exception cref="ArgumentException">The schema's name is outside its limits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    public static string Script(string schema = PostgreSqlOptions.DefaultSchema, int fromVersion = 0)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentOutOfRangeException.ThrowIfNegative(fromVersion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fromVersion, Version);
        return SchemaScript.Write(schema, EmbeddedMigrations.All, fromVersion);
    }
}
