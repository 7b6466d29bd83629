using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Publishing;

namespace SmartWms.Webhooks.PostgreSql.Transactions;

/// <summary>Events as part of a transaction that the host began. Everything is asked first in ways that cannot fail: a statement that fails would abort the host's transaction.</summary>
internal sealed class HostTransactions(PgDatabase database)
{
    private const string Savepoint = "wms_webhooks_publish";

    // From the catalogue alone, which everybody may read.
    internal const string FindTables = """
        select bool_and(has_schema_privilege(n.oid, 'usage')
            and case c.relkind
                when 'S' then has_sequence_privilege(c.oid, 'usage')
                else has_table_privilege(c.oid, 'select') and (c.relname = 'wms_webhook_meta' or has_table_privilege(c.oid, 'insert')) end)
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname = $1 and c.relname in
            ('wms_webhook_meta', 'wms_webhook_event', 'wms_webhook_body', 'wms_webhook_delivery', 'wms_webhook_event_key', 'wms_webhook_delivery_id')
        having count(*) = 6
        """;

    internal const string ReadInstance = "select instance_id from {schema}.wms_webhook_meta";

    private readonly ConcurrentDictionary<string, bool> _checked = new(StringComparer.Ordinal);

    public async Task<AddResult> AddAsync(DbTransaction transaction, IReadOnlyList<NewEvent> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (own, connection) = Unwrap(transaction);
        var session = database.On(connection);
        try
        {
            await CheckDatabaseAsync(connection, session, cancellationToken).ConfigureAwait(false);
            return events.Count == 1
                ? await AddAsync(session, events, now, cancellationToken).ConfigureAwait(false)
                : await AddSeveralAsync(own, session, events, now, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            throw new WebhookTransactionException("A statement of the transaction has failed, so PostgreSQL takes no other in it: roll it back and begin again.", exception);
        }
    }

    /// <summary>One event is one row, which is stored or not; of several, the first ones are taken back when a later one cannot be stored.</summary>
    private static async Task<AddResult> AddSeveralAsync(
        NpgsqlTransaction transaction, PgSession session, IReadOnlyList<NewEvent> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await transaction.SaveAsync(Savepoint, cancellationToken).ConfigureAwait(false);
        var result = await AddAsync(session, events, now, cancellationToken).ConfigureAwait(false);
        if (result.Outcome == AddOutcome.Conflict)
        {
            await transaction.RollbackAsync(Savepoint, cancellationToken).ConfigureAwait(false);
        }

        await transaction.ReleaseAsync(Savepoint, cancellationToken).ConfigureAwait(false);
        return result;
    }

    private static async Task<AddResult> AddAsync(PgSession session, IReadOnlyList<NewEvent> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var publish = new WaitingPublish(events, matchedVersion: null, now, now);
        while (true)
        {
            var fates = await AddEvents.RunAsync(session, [publish], cancellationToken).ConfigureAwait(false);
            if (Array.TrueForAll(fates, fate => fate.Kind != EventFateKind.Gone))
            {
                return AddOutcomes.Of(events, fates);
            }
        }
    }

    private static (NpgsqlTransaction Transaction, NpgsqlConnection Connection) Unwrap(DbTransaction transaction)
    {
        if (transaction is not NpgsqlTransaction own)
        {
            throw new WebhookTransactionException(
                $"The transaction is a {transaction.GetType().FullName}, and the webhooks are kept in PostgreSQL: give an NpgsqlTransaction on their database, or publish without a transaction.");
        }

        try
        {
            return own.Connection is { State: ConnectionState.Open } connection ? (own, connection) : throw Ended(cause: null);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or InvalidOperationException and not WebhookTransactionException)
        {
            throw Ended(exception);
        }
    }

    private static WebhookTransactionException Ended(Exception? cause)
    {
        const string Message = "The transaction has ended: publish before it is committed or rolled back.";
        return cause is null ? new WebhookTransactionException(Message) : new WebhookTransactionException(Message, cause);
    }

    /// <summary>Once for each place that the host connects to.</summary>
    private async Task CheckDatabaseAsync(NpgsqlConnection connection, PgSession session, CancellationToken cancellationToken)
    {
        var place = $"{connection.Host}|{connection.Port}|{connection.Database}|{connection.UserName}";
        if (_checked.ContainsKey(place))
        {
            return;
        }

        var mayWrite = await session.QueryAsync(FindTables, static row => !row.IsDBNull(0) && row.GetBoolean(0), cancellationToken, Parameter.Text(database.SchemaName)).ConfigureAwait(false);
        if (mayWrite.Count == 0)
        {
            throw new WebhookTransactionException(
                $"The transaction is on the database '{connection.Database}' at {connection.Host}, which has no webhook tables in the schema {database.Schema}: give one on the webhooks' own database, or publish without a transaction.");
        }

        if (!mayWrite[0])
        {
            throw new WebhookTransactionException(
                $"The role '{connection.UserName}' of the transaction may not write the webhook tables in the schema {database.Schema}: grant it usage on the schema and its sequences, and select and insert on its tables.");
        }

        var theirs = await session.QueryAsync(ReadInstance, static row => row.GetGuid(0), cancellationToken).ConfigureAwait(false);
        var ours = await database.RunAsync((own, token) => own.QueryAsync(ReadInstance, static row => row.GetGuid(0), token), cancellationToken).ConfigureAwait(false);
        if (!theirs.SequenceEqual(ours))
        {
            throw new WebhookTransactionException(
                $"The transaction is on the database '{connection.Database}' at {connection.Host}, whose webhook tables are not those that this host was given: give one on the same database, or publish without a transaction.");
        }

        _checked.TryAdd(place, true);
    }
}
