using Microsoft.EntityFrameworkCore;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

public sealed class WmsContext(DbContextOptions<WmsContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Order>().HasIndex(order => order.Number).IsUnique();

    public WmsContext With(string number)
    {
        Orders.Add(new Order { Number = number });
        return this;
    }
}
