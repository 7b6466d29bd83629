using Microsoft.EntityFrameworkCore;
using Warehouse.Orders;
using Warehouse.Stock;

namespace Warehouse;

internal sealed class WarehouseContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Shipment> Shipments => Set<Shipment>();

    public DbSet<StockItem> Stock => Set<StockItem>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>(order =>
        {
            order.HasKey(row => row.Number);
            order.Property(row => row.Status).IsConcurrencyToken();      // two nodes that ship one order: the second save fails, with its event
            order.OwnsMany(row => row.Lines);
        });
        modelBuilder.Entity<Shipment>().HasKey(row => row.OrderNumber);
        modelBuilder.Entity<StockItem>(item =>
        {
            item.HasKey(row => row.Sku);
            item.Property(row => row.Quantity).IsConcurrencyToken();
        });
    }
}
