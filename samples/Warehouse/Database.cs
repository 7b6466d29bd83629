using Microsoft.EntityFrameworkCore;
using SmartWms.Webhooks;
using Warehouse.Orders;
using Warehouse.Stock;

namespace Warehouse;

/// <summary>One database for orders and webhooks: a SQLite file, or PostgreSQL when the connection string names a host.</summary>
internal sealed class Database(string connectionString)
{
    private bool IsPostgreSql => connectionString.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    public WmsWebhooksBuilder Keep(WmsWebhooksBuilder webhooks) => IsPostgreSql ? webhooks.UsePostgreSql(connectionString) : webhooks.UseSqlite(connectionString);

    public DbContextOptionsBuilder Use(DbContextOptionsBuilder options) => IsPostgreSql
        ? options.UseNpgsql(connectionString, npgsql => npgsql.EnableRetryOnFailure())      // a lost connection is no lost event: the save runs again
        : options.UseSqlite(connectionString);

    /// <summary>Tables and something to ship, before the engine makes its own tables. Yours are made by migrations.</summary>
    public async Task CreateAsync()
    {
        await using var db = new WarehouseContext(Use(new DbContextOptionsBuilder<WarehouseContext>()).Options);
        if (!await db.Database.EnsureCreatedAsync())
        {
            return;
        }

        db.Stock.AddRange(new StockItem { Sku = "MILK-UHT-1L", Quantity = 100, Minimum = 24 }, new StockItem { Sku = "RICE-JAS-5KG", Quantity = 40, Minimum = 20 });
        for (var number = 1; number <= 20; number++)
        {
            db.Orders.Add(new Order { Number = $"SO-{number:0000}", Lines = [new OrderLine { Sku = "MILK-UHT-1L", Quantity = 4 }, new OrderLine { Sku = "RICE-JAS-5KG", Quantity = 1 }] });
        }

        await db.SaveChangesAsync();
    }
}
