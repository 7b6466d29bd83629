using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Samples;

/// <summary>The Warehouse sample, two nodes on one database, as its header says.</summary>
public sealed class WarehouseTests
{
    private static readonly object Parcel = new { carrier = "ไปรษณีย์ไทย", trackingNumber = "TH123456789" };

    [Fact]
    public async Task On_SQLite_an_order_ships_once_and_the_ERP_is_told()
    {
        using var folder = new TempFolder();
        await ShipAsync($"Data Source={folder["warehouse.db"]}");
    }

    [Fact]
    public async Task On_PostgreSQL_an_order_ships_once_and_the_ERP_is_told()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await ShipAsync(database.ConnectionString);
    }

    [Fact]
    public async Task The_tour_says_what_its_buttons_did_and_repeats_nothing_that_is_no_order()
    {
        using var folder = new TempFolder();
        var port = FreePort.Next(neighbours: 2).ToString(CultureInfo.InvariantCulture);
        await using var warehouse = Running.Sample("Warehouse", "--port", port, "--database", $"Data Source={folder["warehouse.db"]}");
        await LineAsync(warehouse, "Ship an order");
        using var browser = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        using var shipped = await browser.PostAsync("/demo/ship", null);
        using var counted = await browser.PostAsync("/demo/count", null);

        Assert.Contains("<strong>SO-0001 shipped:</strong> <a href=\"/webhooks/search?q=SO-0001\">", await shipped.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("<strong>Stock counted:</strong>", await counted.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var stranger in new[] { "SO-9999", "<script>alert(1)</script>", "SO-0001%00" })
        {
            var page = await browser.GetStringAsync($"/?shipped={stranger}");
            Assert.DoesNotContain("shipped:", page, StringComparison.Ordinal);
            Assert.DoesNotContain("alert", page, StringComparison.Ordinal);
        }
    }

    private static async Task ShipAsync(string database)
    {
        var port = FreePort.Next(neighbours: 2);
        await using var warehouse = Running.Sample("Warehouse", "--nodes", "2", "--port", port.ToString(CultureInfo.InvariantCulture), "--database", database);
        await LineAsync(warehouse, "Ship an order");

        using var second = new HttpClient { BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port + 1}")) };
        using var shipped = await second.PostAsJsonAsync("/orders/SO-0001/ship", Parcel);
        Assert.Equal(HttpStatusCode.OK, shipped.StatusCode);
        Assert.Contains("order.shipped evt_SO-0001_shipped", await LineAsync(warehouse, "ERP, at"), StringComparison.Ordinal);
        using var again = await second.PostAsJsonAsync("/orders/SO-0001/ship", Parcel);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    private static async Task<string> LineAsync(Running warehouse, string beginning)
    {
        while (true)
        {
            var line = await Patience.WithinAsync(warehouse.ReadLineAsync(), () => $"no line began with '{beginning}'", TimeSpan.FromSeconds(60));
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }
}
