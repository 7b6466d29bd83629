using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.InMemory;

namespace SmartWms.Webhooks.Testbed;

/// <summary>The engine's stores in memory, for tests that need stores without a host.</summary>
public static class MemoryStores
{
    public static WebhookStores Open()
    {
        var database = new InMemoryDatabase();
        return new WebhookStores(new InMemorySubscriptionStore(database), new InMemoryDeliveryStore(database), new InMemoryDeliveryLog(database))
        {
            Statistics = new InMemoryStatisticsStore(database),
            Audit = new InMemoryAuditStore(database),
        };
    }
}
