// What the guides print, compiled: GuideTests holds that both are the same.
#pragma warning disable CA1812, CA1822, xUnit1051
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SmartWms.Webhooks.Conformance;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.House.Tests.Guides.Snippets;

internal static class StoreSnippets
{
    public static void Stores(IServiceCollection services, string connectionString, NpgsqlDataSource dataSource)
    {
        // snippet: store-memory
        services.AddWmsWebhooks().UseInMemory();
        // end

        // snippet: store-sqlite
        services.AddWmsWebhooks().UseSqlite("Data Source=wms.db", sqlite => sqlite.Synchronous = SqliteSynchronous.Full);
        // end

        // snippet: store-postgresql
        services.AddWmsWebhooks().UsePostgreSql(connectionString, postgres =>
        {
            postgres.Schema = "wms_webhooks";
            postgres.SchemaMode = SchemaMode.Validate;      // an administrator ran PostgreSqlSchema.Script()
        });
        // end

        // snippet: store-data-source
        services.AddWmsWebhooks().UsePostgreSql(dataSource);        // yours: it may renew passwords or tokens
        // end

        // snippet: store-own
        services.AddWmsWebhooks().UseStores(provider => MyDatabase.Open(provider).Stores, "UseMyStore");
        // end
    }

    public static async Task ConformAsync(CancellationToken cancellationToken)
    {
        // snippet: store-conformance
        var report = await StoreConformance.RunAllAsync("MyStore 1.0", MyDatabase.OpenEmptyAsync, cancellationToken);
        await File.WriteAllTextAsync("conformance.md", report.ToMarkdown(), cancellationToken);
        Assert.True(report.IsConformant);
        // end
    }

    public static async Task MoveAsync(IWebhookSubscriptions before, IWebhookSubscriptions after, CancellationToken cancellationToken)
    {
        // snippet: store-move
        await using (var destination = File.Create("webhooks.jsonl"))
        {
            await before.ExportAsync(destination, cancellationToken: cancellationToken);
        }

        await using var source = File.OpenRead("webhooks.jsonl");
        var import = await after.ImportAsync(source, cancellationToken);        // what is there already is skipped
        // end
        Assert.Equal(0, import.Skipped);
    }

    public static async Task TransactionAsync(DbConnection connection, IWebhookDispatcher dispatcher, CancellationToken cancellationToken)
    {
        // snippet: transaction-own
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // your own statements here
        await dispatcher.PublishAsync(
            WmsEvents.OrderShipped, new { orderId = "ord_789" }, new WebhookPublishOptions { Transaction = transaction }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        dispatcher.NotifyCommitted();                   // delivery starts now rather than with the next poll
        // end
    }

    public static void WireContext(IServiceCollection services, string connectionString)
    {
        // snippet: transaction-efcore-wire
        services.AddWmsWebhooks().UseSqlite(connectionString);          // the same database as the context
        services.AddDbContextPool<WmsContext>((provider, options) => options.UseSqlite(connectionString).UseWmsWebhooks(provider));
        // end
    }

    public static async Task SaveAsync(WmsContext db, Order order, CancellationToken cancellationToken)
    {
        // snippet: transaction-efcore-save
        order.Status = "shipped";
        db.PublishWebhook(WmsEvents.OrderShipped, new { orderId = order.Id }, new WebhookPublishOptions { Subject = order.Number });
        await db.SaveChangesAsync(cancellationToken);                   // both or none
        // end
    }

    public static async Task SaveTwiceAsync(WmsContext db, Order order, CancellationToken cancellationToken)
    {
        // snippet: transaction-efcore-own
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        order.Status = "shipped";
        db.PublishWebhook(WmsEvents.OrderShipped, new { orderId = order.Id });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);               // the event exists from here on
        // end
    }

    internal sealed class WmsContext(DbContextOptions<WmsContext> options) : DbContext(options);

    internal sealed class Order
    {
        public int Id { get; init; }

        public string Number { get; init; } = "";

        public string Status { get; set; } = "";
    }

    internal sealed class MyDatabase
    {
        public required WebhookStores Stores { get; init; }

        public static MyDatabase Open(IServiceProvider provider) => throw new NotSupportedException(provider.ToString());

        public static Task<StoreUnderTest> OpenEmptyAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
