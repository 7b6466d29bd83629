using System.Globalization;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Migrations;

/// <summary>Brings the tables to this version's shape, forward only, all in one transaction under an advisory lock of that transaction: it needs no session, so a connection pooler in between does no harm.</summary>
internal sealed class MigrationRunner(PgDatabase database, IReadOnlyList<Migration> migrations)
{
    // Looked for in the catalogue: a schema that this role may not even see is an answer too, not an error.
    internal const string FindMeta = """
        select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname = $1 and c.relname = 'wms_webhook_meta'
        """;

    internal const string ReadState = "select schema_version, oldest_reader from {schema}.wms_webhook_meta";

    internal const string Lock = "select pg_advisory_xact_lock(hashtextextended('wms_webhooks migration ' || $1, 0))";

    private int Newest => migrations[^1].Number;

    /// <returns>Whether this call changed the tables.</returns>
    /// <exception cref="InvalidOperationException">What is there is too new for this package, or, in <see cref="SchemaMode.Validate"/>, too old or missing.</exception>
    public async Task<bool> RunAsync(SchemaMode mode, CancellationToken cancellationToken)
    {
        var state = await database.RunAsync((session, token) => ReadAsync(session, token), cancellationToken).ConfigureAwait(false);
        if (IsUsable(state))
        {
            return false;   // the usual start takes no lock
        }

        if (mode == SchemaMode.Validate)
        {
            var found = state.Version == 0 ? $"The schema {database.Schema} has no webhook tables" : $"The webhook tables in the schema {database.Schema} are of version {state.Version}";
            throw new InvalidOperationException(
                $"{found}; this package needs version {Newest}. Have a database administrator run the SQL that PostgreSqlSchema.Script(\"{database.SchemaName}\", {state.Version}) returns, or let SchemaMode.CreateOrUpdate do it.");
        }

        return await database.TransactAsync(MigrateAsync, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> MigrateAsync(PgSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(Lock, cancellationToken, Parameter.Text(database.SchemaName)).ConfigureAwait(false);
        var state = await ReadAsync(session, cancellationToken).ConfigureAwait(false);      // another node may have been faster
        if (IsUsable(state))
        {
            return false;
        }

        if (state.Version == 0 && !await session.ExistsAsync("select 1 from pg_catalog.pg_namespace where nspname = $1", cancellationToken, Parameter.Text(database.SchemaName)).ConfigureAwait(false))
        {
            await session.ExecuteAsync("create schema {schema}", cancellationToken).ConfigureAwait(false);
        }

        foreach (var migration in migrations.Where(migration => migration.Number > state.Version))
        {
            await session.ExecuteScriptAsync(migration.Sql + SchemaScript.Mark(migration), cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>A later version whose migrations say that this package can go on is fine: while a cluster is upgraded, nodes of both run.</summary>
    private bool IsUsable(SchemaState state)
    {
        if (state.Version > Newest && state.OldestReader > Newest)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"The webhook tables in the schema {database.Schema} are of version {state.Version}, which packages that know less than version {state.OldestReader} cannot use; this one knows versions up to {Newest}. Use the newer package."));
        }

        return state.Version >= Newest;
    }

    private async Task<SchemaState> ReadAsync(PgSession session, CancellationToken cancellationToken)
    {
        if (!await session.ExistsAsync(FindMeta, cancellationToken, Parameter.Text(database.SchemaName)).ConfigureAwait(false))
        {
            return default;
        }

        var rows = await session.QueryAsync(ReadState, static row => new SchemaState(row.GetInt32(0), row.GetInt32(1)), cancellationToken).ConfigureAwait(false);
        return rows.Count == 1 ? rows[0] : default;
    }
}
