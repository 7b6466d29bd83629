using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>The outbox that teams write by hand, on SQLite with synchronous=FULL: a table, a loop, a statement for each row.</summary>
internal sealed class ByHandRun(ByHandForm form)
{
    private const int Parallelism = 16;
    private const int AtOnce = 100;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <returns>Requests per second.</returns>
    public async Task<double> RunAsync(ReceiverProcess receiver, TimeSpan duration)
    {
        using var folder = new TempFolder();
        var connectionString = $"Data Source={folder["outbox.db"]}";
        await FillAsync(connectionString, receiver.Url, rows: form == ByHandForm.Timer ? 2_000 : 100_000);
        var before = await receiver.CountAsync();
        var start = Stopwatch.GetTimestamp();
        using var client = new HttpClient();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var rows = await PendingAsync(connectionString);
            if (form == ByHandForm.Parallel)
            {
                await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = Parallelism }, async (row, _) => await SendAsync(client, connectionString, row));
                continue;
            }

            foreach (var row in rows)
            {
                using var own = form == ByHandForm.SharedClient ? null : new HttpClient();
                await SendAsync(own ?? client, connectionString, row);
            }

            if (form == ByHandForm.Timer)
            {
                await Task.Delay(Tick, TimeProvider.System);
            }
        }

        var rate = (await receiver.CountAsync() - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        SqliteConnection.ClearAllPools();
        return rate;
    }

    private static async Task FillAsync(string connectionString, string receiver, int rows)
    {
        await using var connection = await OpenAsync(connectionString);
        await ExecuteAsync(connection, "pragma journal_mode = wal; create table outbox (id integer primary key, url text, body text, sent integer); create table attempt (id integer primary key, outbox_id integer, status integer, at text); create index outbox_pending on outbox (id) where sent = 0");
        await using var transaction = connection.BeginTransaction();
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "insert into outbox (url, body, sent) values ($url, $body, 0)";
        var url = insert.Parameters.Add("$url", SqliteType.Text);
        insert.Parameters.AddWithValue("$body", Payload.BodyText);
        for (var row = 0; row < rows; row++)
        {
            url.Value = receiver + Payload.Path(row % Payload.Lanes);
            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private static async Task<List<(long Id, string Url, string Body)>> PendingAsync(string connectionString)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = connection.CreateCommand();
        command.CommandText = "select id, url, body from outbox where sent = 0 order by id limit $limit";
        command.Parameters.AddWithValue("$limit", AtOnce);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(long, string, string)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        }

        return rows;
    }

    private static async Task SendAsync(HttpClient client, string connectionString, (long Id, string Url, string Body) row)
    {
        var status = await ByHandRequest.SendAsync(client, row.Url, row.Body, CancellationToken.None);
        await using var connection = await OpenAsync(connectionString);
        await using var command = connection.CreateCommand();
        command.CommandText = "update outbox set sent = 1 where id = $id";
        command.Parameters.AddWithValue("$id", row.Id);
        await command.ExecuteNonQueryAsync();
        command.CommandText = "insert into attempt (outbox_id, status, at) values ($id, $status, $at)";
        command.Parameters.AddWithValue("$status", (int)status);
        command.Parameters.AddWithValue("$at", TimeProvider.System.GetUtcNow().ToString("O"));
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<SqliteConnection> OpenAsync(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "pragma synchronous = full; pragma busy_timeout = 5000");
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
