using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql;

namespace SmartWms.Webhooks;

/// <summary>Chooses the store for many nodes on one database.</summary>
public static class WmsWebhooksBuilderPostgreSqlExtensions
{
    /// <summary>Keeps webhooks, events and deliveries in PostgreSQL 14 or later, in a schema of their own. Tables are made or brought up to date when the host starts.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="connectionString">As Npgsql takes it. The engine opens its own connections: a small pool, without prepared statements, never part of an ambient transaction.</param>
    /// <param name="configure">Sets the rest.</param>
    /// <returns>The builder.</returns>
    public static WmsWebhooksBuilder UsePostgreSql(this WmsWebhooksBuilder builder, string connectionString, Action<PostgreSqlOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionString);
        return Use(builder, configure, (options, provider) => PostgreSqlStores.Open(connectionString, options, provider.GetRequiredService<TimeProvider>(), Logger(provider)));
    }

    /// <summary>As <see cref="UsePostgreSql(WmsWebhooksBuilder, string, Action{PostgreSqlOptions}?)"/>, on a data source of the host's own, for example one that renews passwords. It is not disposed.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="dataSource">Its pool should have room for four to six connections of the engine's.</param>
    /// <param name="configure">Sets the rest.</param>
    /// <returns>The builder.</returns>
    public static WmsWebhooksBuilder UsePostgreSql(this WmsWebhooksBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        return Use(builder, configure, (options, provider) => PostgreSqlStores.Open(dataSource, options, provider.GetRequiredService<TimeProvider>(), Logger(provider)));
    }

    private static ILogger Logger(IServiceProvider provider) => provider.GetRequiredService<ILogger<PostgreSqlStores>>();

    private static WmsWebhooksBuilder Use(WmsWebhooksBuilder builder, Action<PostgreSqlOptions>? configure, Func<PostgreSqlOptions, IServiceProvider, PostgreSqlStores> open) =>
        builder.UseStores(
            provider =>
            {
                var options = new PostgreSqlOptions();
                configure?.Invoke(options);
                var stores = open(options, provider);
                return new WebhookStores(stores.Subscriptions, stores.Deliveries, stores.Log)
                {
                    OpenAsync = stores.InitializeAsync,
                    CloseAsync = stores.DisposeAsync,
                    Notified = stores.Notified,
                    Nodes = stores.Nodes,
                    Erasure = stores.Erasure,
                    Statistics = stores.Statistics,
                    Audit = stores.Audit,
                };
            },
            nameof(UsePostgreSql));
}
