using Microsoft.Data.Sqlite;

namespace SmartWms.Webhooks.Crash.Tests;

/// <summary>What a database file holds, read with plain SQL from a copy, so that the file itself stays as the kill left it.</summary>
internal sealed class StoreView
{
    private const string Deliveries = """
        select 'dlv_' || d.id, e.id, s.name, d.state, d.attempts, d.token,
            (select count(*) from wms_webhook_attempt a where a.delivery_id = d.id),
            (select count(*) from wms_webhook_attempt a where a.delivery_id = d.id and a.failure = 0),
            (select coalesce(max(number), 0) from wms_webhook_attempt a where a.delivery_id = d.id)
        from (select id, event_key, subscription_id, state, attempts, 0 as token from wms_webhook_delivery_log
              union all select id, event_key, subscription_id, 0, attempts, token from wms_webhook_delivery) d
        join wms_webhook_event e on e.key = d.event_key
        join wms_webhook_subscription s on s.id = d.subscription_id
        """;

    public required IReadOnlyList<StoreRow> Rows { get; init; }

    public required IReadOnlyCollection<string> Events { get; init; }

    /// <summary>Names of webhooks that the engine has disabled.</summary>
    public IReadOnlyCollection<string> Disabled { get; init; } = [];

    /// <summary>What SQLite's own check says.</summary>
    public string Integrity { get; init; } = "ok";

    public static StoreView Read(string database, string copy)
    {
        foreach (var suffix in (string[])["", "-wal"])
        {
            File.Delete(copy + suffix);
            if (File.Exists(database + suffix))
            {
                File.Copy(database + suffix, copy + suffix);
            }
        }

        using var connection = new SqliteConnection($"Data Source={copy};Pooling=false");
        connection.Open();
        return new StoreView
        {
            Integrity = Texts(connection, "pragma integrity_check").First(),
            Events = Texts(connection, "select id from wms_webhook_event"),
            Disabled = Texts(connection, "select name from wms_webhook_subscription where state = 2"),
            Rows = ReadRows(connection),
        };
    }

    private static List<string> Texts(SqliteConnection connection, string sql) => Read(connection, sql, row => row.GetString(0));

    private static List<StoreRow> ReadRows(SqliteConnection connection) => Read(
        connection,
        Deliveries,
        row => new StoreRow(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8), row.GetInt64(5)));

    private static List<T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> convert)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(convert(reader));
        }

        return rows;
    }
}
