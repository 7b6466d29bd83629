using System.Data;
using System.Data.Common;

namespace SmartWms.Webhooks.Receiver.Inbox;

/// <summary>The inbox's statements on one connection, in what SQLite, PostgreSQL and others understand. Times are milliseconds since 1970.</summary>
internal sealed class InboxSql(DbConnection connection, string receiver, DbTransaction? transaction = null)
{
    private const string Row = "receiver = @receiver and event_id = @id";

    /// <summary>Makes the table, when it is not there; another node may do so at the same moment.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (await IsThereAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await RunAsync($"""
                create table wms_webhook_inbox (
                    receiver varchar(64) not null,
                    event_id varchar(128) not null,
                    received_at bigint not null,
                    taken_at bigint not null,
                    handled_at bigint,
                    body {Bytes},
                    primary key (receiver, event_id))
                """, [], cancellationToken).ConfigureAwait(false);
            await RunAsync("create index wms_webhook_inbox_open on wms_webhook_inbox (handled_at, taken_at)", [], cancellationToken).ConfigureAwait(false);
        }
        catch (DbException) when (!cancellationToken.IsCancellationRequested)
        {
            if (!await IsThereAsync(cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    /// <summary>Whether the id was new; of two at the same moment one may run into the primary key.</summary>
    public async Task<bool> InsertAsync(string eventId, DateTimeOffset received, byte[]? body, DateTimeOffset? handled, CancellationToken cancellationToken) => await RunAsync(
        $"""
        insert into wms_webhook_inbox (receiver, event_id, received_at, taken_at, handled_at, body)
        select @receiver, @id, @received, @received, @handled, @body where not exists (select 1 from wms_webhook_inbox where {Row})
        """,
        [Id(eventId), Time("@received", received), Time("@handled", handled), ("@body", DbType.Binary, body)],
        cancellationToken).ConfigureAwait(false) == 1;

    /// <summary>Whether it was there and not handled.</summary>
    public async Task<bool> SetHandledAsync(string eventId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await RunAsync($"update wms_webhook_inbox set handled_at = @now, body = null where {Row} and handled_at is null", [Id(eventId), Time("@now", now)], cancellationToken).ConfigureAwait(false) == 1;

    public async Task<bool> ForgetAsync(string eventId, CancellationToken cancellationToken) =>
        await RunAsync($"delete from wms_webhook_inbox where {Row} and handled_at is null", [Id(eventId)], cancellationToken).ConfigureAwait(false) == 1;

    public async Task<bool> KeepAsync(string eventId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await RunAsync($"update wms_webhook_inbox set taken_at = @now where {Row} and handled_at is null", [Id(eventId), Time("@now", now)], cancellationToken).ConfigureAwait(false) == 1;

    /// <summary>Whether nobody else took it since it was seen.</summary>
    public async Task<bool> TakeAsync(string eventId, long takenAt, DateTimeOffset now, CancellationToken cancellationToken) => await RunAsync(
        $"update wms_webhook_inbox set taken_at = @now where {Row} and taken_at = @taken and handled_at is null",
        [Id(eventId), ("@taken", DbType.Int64, takenAt), Time("@now", now)],
        cancellationToken).ConfigureAwait(false) == 1;

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        RunAsync("delete from wms_webhook_inbox where receiver = @receiver and handled_at < @before", [Time("@before", before)], cancellationToken);

    /// <summary><see langword="null"/>: there is none.</summary>
    public async Task<InboxOutcome?> OutcomeAsync(string eventId, CancellationToken cancellationToken)
    {
        var found = await ListAsync($"select handled_at from wms_webhook_inbox where {Row}", [Id(eventId)], 1, reader => reader.IsDBNull(0), cancellationToken).ConfigureAwait(false);
        return found is [var isPending] ? isPending ? InboxOutcome.Pending : InboxOutcome.Handled : null;
    }

    public async Task<InboxEntry?> ReadAsync(string eventId, CancellationToken cancellationToken)
    {
        var found = await ListAsync(
            $"select body, received_at from wms_webhook_inbox where {Row} and handled_at is null", [Id(eventId)], 1,
            reader => new InboxEntry(eventId, reader.GetFieldValue<byte[]>(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1))), cancellationToken).ConfigureAwait(false);
        return found is [var entry] ? entry : null;
    }

    public Task<List<(string EventId, long TakenAt)>> FindAbandonedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) => ListAsync(
        "select event_id, taken_at from wms_webhook_inbox where handled_at is null and taken_at < @before and receiver = @receiver order by taken_at",
        [Time("@before", before)], most, reader => (reader.GetString(0), reader.GetInt64(1)), cancellationToken);

    /// <summary>The one word in which databases differ here.</summary>
    private string Bytes => connection.GetType().Name switch
    {
        "NpgsqlConnection" => "bytea",
        "SqlConnection" => "varbinary(max)",
        "MySqlConnection" => "longblob",
        _ => "blob",
    };

    private async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync("select event_id from wms_webhook_inbox where 1 = 0", [], cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }

    private async Task<int> RunAsync(string text, (string, DbType, object?)[] parameters, CancellationToken cancellationToken)
    {
        var command = Command(text, parameters);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<T>> ListAsync<T>(string text, (string, DbType, object?)[] parameters, int most, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        var command = Command(text, parameters);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (rows.Count < most && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }
            }
        }

        return rows;
    }

    private DbCommand Command(string text, (string Name, DbType Type, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        foreach (var (name, type, value) in parameters.Append(("@receiver", DbType.String, receiver)).Where(parameter => text.Contains(parameter.Item1, StringComparison.Ordinal)))
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.DbType, parameter.Value) = (name, type, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static (string, DbType, object?) Id(string eventId) => ("@id", DbType.String, eventId);

    private static (string, DbType, object?) Time(string name, DateTimeOffset? time) => (name, DbType.Int64, time?.ToUnixTimeMilliseconds());
}
