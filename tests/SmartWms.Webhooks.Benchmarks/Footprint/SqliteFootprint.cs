using System.Globalization;
using Microsoft.Data.Sqlite;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Benchmarks.Footprint;

/// <summary>A SQLite file: its length, its rows, and what this process has written.</summary>
internal sealed class SqliteFootprint : IFootprint
{
    private readonly TempFolder _folder = new();
    private Dictionary<string, double> _before = [];

    public string Name => "SQLite";

    private string File => _folder["webhooks.db"];

    public async Task<WebhookStores> OpenAsync()
    {
        var stores = SqliteStores.Open(new SqliteOptions { ConnectionString = $"Data Source={File}" }, TimeProvider.System);
        await stores.InitializeAsync(CancellationToken.None);
        return new WebhookStores(stores.Subscriptions, stores.Deliveries, stores.Log) { CloseAsync = stores.DisposeAsync };
    }

    public async Task BeginAsync() => _before = await AmountsAsync();

    public async Task<IReadOnlyList<(string What, double Amount, bool IsBytes)>> EndAsync()
    {
        var after = await AmountsAsync();
        return [.. after.Select(pair => (pair.Key, pair.Value - _before[pair.Key], pair.Key[0] != '`'))];
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The file is whole: its log went into it when the last connection was closed.</summary>
    private async Task<Dictionary<string, double>> AmountsAsync()
    {
        var amounts = new Dictionary<string, double>
        {
            ["file"] = new FileInfo(File).Length,
            ["written on the way, log and file"] = Written(),
        };
        await using var connection = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        foreach (var table in (string[])["wms_webhook_event", "wms_webhook_body", "wms_webhook_delivery", "wms_webhook_delivery_log", "wms_webhook_other_attempt"])
        {
            await using var count = connection.CreateCommand();
            count.CommandText = $"select count(*) from {table}";
            amounts[$"`{table}`, rows"] = (long)(await count.ExecuteScalarAsync())!;
        }

        return amounts;
    }

    private static double Written() =>
        double.Parse(System.IO.File.ReadLines("/proc/self/io").Single(line => line.StartsWith("wchar: ", StringComparison.Ordinal))["wchar: ".Length..], CultureInfo.InvariantCulture);
}
