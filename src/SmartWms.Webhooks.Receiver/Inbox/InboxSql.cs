using System.Data.Common;

namespace SmartWms.Webhooks.Receiver.Inbox;

/// <summary>The inbox's statements, in what every database understands. Times are milliseconds since 1970.</summary>
internal static class InboxSql
{
    /// <summary>Fails where the table is not there.</summary>
    public static DbCommand Probe(DbConnection connection) => Command(connection, "select event_id from wms_webhook_inbox where 1 = 0");

    public static DbCommand Create(DbConnection connection) => Command(connection, $"""
        create table wms_webhook_inbox (
            event_id varchar(128) not null primary key,
            received_at bigint not null,
            taken_at bigint not null,
            handled_at bigint,
            body {Bytes(connection)})
        """);

    /// <summary>One row, or none when the id is known; of two at the same moment one may run into the primary key.</summary>
    public static DbCommand Insert(DbConnection connection, string eventId, DateTimeOffset received, DateTimeOffset taken, byte[]? body, DateTimeOffset? handled) => Command(
        connection,
        """
        insert into wms_webhook_inbox (event_id, received_at, taken_at, handled_at, body)
        select @id, @received, @taken, @handled, @body where not exists (select 1 from wms_webhook_inbox where event_id = @id)
        """,
        ("@id", eventId), ("@received", received.ToUnixTimeMilliseconds()), ("@taken", taken.ToUnixTimeMilliseconds()), ("@handled", handled?.ToUnixTimeMilliseconds()), ("@body", body));

    public static DbCommand Find(DbConnection connection, string eventId) =>
        Command(connection, "select 1 from wms_webhook_inbox where event_id = @id", ("@id", eventId));

    public static DbCommand SetHandled(DbConnection connection, string eventId, DateTimeOffset now) =>
        Command(connection, "update wms_webhook_inbox set handled_at = @now, body = null where event_id = @id", ("@id", eventId), ("@now", now.ToUnixTimeMilliseconds()));

    public static DbCommand Forget(DbConnection connection, string eventId) =>
        Command(connection, "delete from wms_webhook_inbox where event_id = @id and handled_at is null", ("@id", eventId));

    public static DbCommand Purge(DbConnection connection, DateTimeOffset before) =>
        Command(connection, "delete from wms_webhook_inbox where handled_at < @before", ("@before", before.ToUnixTimeMilliseconds()));

    public static DbCommand Take(DbConnection connection, string eventId, long takenAt, DateTimeOffset now) => Command(
        connection, "update wms_webhook_inbox set taken_at = @now where event_id = @id and taken_at = @taken and handled_at is null",
        ("@id", eventId), ("@taken", takenAt), ("@now", now.ToUnixTimeMilliseconds()));

    public static async Task<IReadOnlyList<(InboxEntry Entry, long TakenAt)>> FindAbandonedAsync(DbConnection connection, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        var command = Command(
            connection, "select event_id, body, received_at, taken_at from wms_webhook_inbox where handled_at is null and taken_at < @before order by taken_at",
            ("@before", before.ToUnixTimeMilliseconds()));
        await using (command.ConfigureAwait(false))
        {
            var found = new List<(InboxEntry, long)>();
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (found.Count < most && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var received = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2));
                    found.Add((new InboxEntry(reader.GetString(0), reader.GetFieldValue<byte[]>(1), received), reader.GetInt64(3)));
                }
            }

            return found;
        }
    }

    /// <summary>The one word in which databases differ here.</summary>
    private static string Bytes(DbConnection connection) => connection.GetType().Name switch
    {
        "NpgsqlConnection" => "bytea",
        "SqlConnection" => "varbinary(max)",
        "MySqlConnection" => "longblob",
        _ => "blob",
    };

    private static DbCommand Command(DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            parameter.DbType = value switch
            {
                byte[] => System.Data.DbType.Binary,
                long => System.Data.DbType.Int64,
                string => System.Data.DbType.String,
                _ => name == "@body" ? System.Data.DbType.Binary : System.Data.DbType.Int64,
            };
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
