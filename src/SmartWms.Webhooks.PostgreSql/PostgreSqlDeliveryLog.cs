using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql;

/// <summary>What people read of PostgreSQL; readers there wait for nobody.</summary>
internal sealed class PostgreSqlDeliveryLog(PgDatabase database) : IDeliveryLog
{
    public Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.RunAsync((session, token) => new DeliveryPage(query).ReadAsync(session, token), cancellationToken);
    }

    public Task<DeliveryDetails?> GetAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken) =>
        database.RunAsync((session, token) => DeliveryDetailsReader.RunAsync(session, delivery, tenant, token), cancellationToken);
}
