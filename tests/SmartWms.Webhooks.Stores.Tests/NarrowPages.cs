using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests;

/// <summary>Pages that hold little beside a log of very much, and how many rows each has.</summary>
internal static class NarrowPages
{
    /// <summary>When the little that they hold was added: four of the small tenant, one of them failed and one still waiting.</summary>
    public static readonly DateTimeOffset Long = Given.Start.AddDays(-30);

    private static readonly Dictionary<string, (DeliveryQuery Query, int Rows)> All = new()
    {
        ["a small tenant's"] = (new() { Tenant = TenantScope.Only("small") }, 4),
        ["a small tenant's failures"] = (new() { Tenant = TenantScope.Only("small"), States = [DeliveryState.Failed] }, 1),
        ["a small tenant's failures without tests"] = (new() { Tenant = TenantScope.Only("small"), States = [DeliveryState.Failed], WithoutTests = true }, 1),
        ["a small tenant's of one type"] = (new() { Tenant = TenantScope.Only("small"), EventType = "order.shipped" }, 4),
        ["a small tenant's second"] = (new() { Tenant = TenantScope.Only("small"), Before = new DeliveryId(3), PageSize = 1 }, 1),
        ["of a tenant that has nothing"] = (new() { Tenant = TenantScope.Only("none") }, 0),
        ["of the day on which little happened"] = (new() { From = Long, To = Long.AddDays(1) }, 4),
        ["before anything happened"] = (new() { To = Long }, 0),
        ["of the future"] = (new() { From = Given.Start.AddYears(1) }, 0),
    };

    /// <summary>Pages of which leaving out tests, of which there are few, must make no dearer ones.</summary>
    public static readonly DeliveryQuery[] WithTests =
    [
        new() { PageSize = 10 },
        new() { PageSize = 10, States = [DeliveryState.Failed] },
        new() { PageSize = 10, States = [DeliveryState.Pending] },
        new() { PageSize = 10, Tenant = TenantScope.Only("great"), States = [DeliveryState.Failed] },
        new() { PageSize = 10, Subscription = new SubscriptionId(4), States = [DeliveryState.Failed] },
        new() { PageSize = 10, EventIdPrefix = "evt_4999" },
    ];

    public static TheoryData<string> Names => [.. All.Keys];

    public static (DeliveryQuery Query, int Rows) Of(string name) => All[name];
}
