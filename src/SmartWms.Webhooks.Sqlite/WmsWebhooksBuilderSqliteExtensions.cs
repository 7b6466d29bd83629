using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite;

namespace SmartWms.Webhooks;

/// <summary>Chooses the embedded durable store.</summary>
public static class WmsWebhooksBuilderSqliteExtensions
{
    /// <summary>Keeps webhooks, events and deliveries in a SQLite file: write-ahead log, <c>synchronous=FULL</c>. Tables are made or brought up to date when the host starts.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="connectionString">E.g. <c>Data Source=wms.db</c>; the host's own file is welcome.</param>
    /// <param name="configure">Sets the rest.</param>
    /// <returns>The builder.</returns>
    public static WmsWebhooksBuilder UseSqlite(this WmsWebhooksBuilder builder, string connectionString, Action<SqliteOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionString);
        return builder.UseStores(
            provider =>
            {
                var options = new SqliteOptions { ConnectionString = connectionString };
                configure?.Invoke(options);
                var stores = SqliteStores.Open(options, provider.GetRequiredService<TimeProvider>());
                return new WebhookStores(stores.Subscriptions, stores.Deliveries, stores.Log)
                {
                    OpenAsync = stores.InitializeAsync,
                    CloseAsync = stores.DisposeAsync,
                    Nodes = stores.Nodes,
                    Erasure = stores.Erasure,
                    Statistics = stores.Statistics,
                    Audit = stores.Audit,
                };
            },
            nameof(UseSqlite));
    }
}
