using SmartWms.Webhooks.Conformance;
using SmartWms.Webhooks.InMemory;

namespace SmartWms.Webhooks.Stores.Tests;

public sealed class InMemoryStoresTests
{
    public static TheoryData<string> Rules => RuleRows.All;

    [Theory]
    [MemberData(nameof(Rules))]
    public Task The_store_in_memory_keeps_rule(string number) =>
        RuleRows.RunAsync(number, _ => Task.FromResult(Open(new InMemoryDatabase())), IsNotPromised(number) ? RuleOutcome.NotPromised : RuleOutcome.Passed);

    /// <summary>It has no transactions for a host, and nothing of it outlives a version.</summary>
    private static bool IsNotPromised(string number) => StoreConformance.Rule(number).Family.Letter is "H" or "U";

    private static StoreUnderTest Open(InMemoryDatabase database) => new()
    {
        Subscriptions = new InMemorySubscriptionStore(database),
        Deliveries = new InMemoryDeliveryStore(database),
        Log = new InMemoryDeliveryLog(database),
        OpenSecondNode = _ => Task.FromResult(Open(database)),
    };
}
