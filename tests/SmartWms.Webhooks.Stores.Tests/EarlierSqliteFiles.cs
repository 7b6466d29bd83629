using Microsoft.Data.Sqlite;
using SmartWms.Webhooks.Conformance;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Migrations;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests;

/// <summary>Files of earlier schemas: the tables that the migrations up to each make, with the rows that the kit fills in. While a delivery was leased, its due_at was the lease's end up to schema 6.</summary>
internal static class EarlierSqliteFiles
{
    public static IReadOnlyList<EarlierSchema> All { get; } =
    [
        .. MigrationRunner.Embedded.SkipLast(1).Select(migration => new EarlierSchema($"schema {migration.Number}", stop => OpenAsync(migration.Number, stop))),
    ];

    private static async Task<StoreUnderTest> OpenAsync(int number, CancellationToken stop)
    {
        var folder = new TempFolder();
        await using (var filled = await SqliteFiles.OpenAsync(folder["filled.db"], folder: null, stop))
        {
            await EarlierSchema.FillAsync(filled, stop);
        }

        using (var session = new SqliteConnector(new SqliteOptions { ConnectionString = $"Data Source={folder["wms.db"]}" }).OpenPatient())
        {
            MigrationRunner.Run(session, [.. MigrationRunner.Embedded.Where(migration => migration.Number <= number)]);
        }

        using (var earlier = new SqliteConnection($"Data Source={folder["wms.db"]};Pooling=false"))
        {
            earlier.Open();
            Execute(earlier, $"attach '{folder["filled.db"]}' as filled");
            foreach (var table in Names(earlier, "select name from main.sqlite_schema where type = 'table'"))
            {
                var columns = string.Join(", ", Names(earlier, $"select name from pragma_table_info('{table}', 'main')"));
                Execute(earlier, $"delete from main.{table}; insert into main.{table} ({columns}) select {columns} from filled.{table}");
            }

            if (number <= 6)
            {
                Execute(earlier, "update main.wms_webhook_delivery as d set due_at = f.lease_until from filled.wms_webhook_delivery f where f.id = d.id and f.lease_until is not null");
            }

            Execute(earlier, $"update main.wms_webhook_meta set schema_version = {number}");
        }

        return await SqliteFiles.OpenAsync(folder["wms.db"], folder, stop);
    }

    private static List<string> Names(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> names = [];
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
