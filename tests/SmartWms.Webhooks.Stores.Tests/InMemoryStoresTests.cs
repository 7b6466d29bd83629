using SmartWms.Webhooks.Conformance;
using SmartWms.Webhooks.InMemory;

namespace SmartWms.Webhooks.Stores.Tests;

public sealed class InMemoryStoresTests
{
    public static TheoryData<string> Rules => RuleRows.All;

    [Theory]
    [MemberData(nameof(Rules))]
    public Task The_store_in_memory_keeps_rule(string number) =>
        RuleRows.RunAsync(number, _ => Task.FromResult(Open(new InMemoryDatabase())), IsOfHostTransactions(number) ? RuleOutcome.NotPromised : RuleOutcome.Passed);

    private static bool IsOfHostTransactions(string number) => StoreConformance.Rule(number).Family.Letter == "H";

    private static StoreUnderTest Open(InMemoryDatabase database) => new()
    {
        Subscriptions = new InMemorySubscriptionStore(database),
        Deliveries = new InMemoryDeliveryStore(database),
        Log = new InMemoryDeliveryLog(database),
        OpenSecondNode = _ => Task.FromResult(Open(database)),
    };
}
