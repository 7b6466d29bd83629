using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite;

/// <summary>What people read of the SQLite file, on connections that only read.</summary>
internal sealed class SqliteDeliveryLog(SqliteDatabase database) : IDeliveryLog
{
    public Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.ReadAsync(session => new DeliveryPage(session, query).Read(), cancellationToken);
    }

    public Task<DeliveryDetails?> GetAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => DeliveryDetailsReader.Read(session, delivery, tenant), cancellationToken);
}
