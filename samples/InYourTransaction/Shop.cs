using Microsoft.EntityFrameworkCore;

namespace InYourTransaction;

internal sealed class Shop(DbContextOptions options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Order>().ToTable("orders").HasKey(order => order.Number);
}
