using SmartWms.Webhooks.Conformance.Tests.Broken;

namespace SmartWms.Webhooks.Conformance.Tests;

/// <summary>The kit finds what is broken, and says so where it is broken.</summary>
public sealed class BrokenStoreTests
{
    public static TheoryData<string> Stores => [.. BrokenStores.All.Select(store => store.What)];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_named_rule_is_among_the_failures_and_none_is_outside_its_family(string what)
    {
        var broken = BrokenStores.All.Single(store => store.What == what);

        var report = await StoreConformance.RunAllAsync(what, _ => Task.FromResult(broken.Open()), TestContext.Current.CancellationToken);

        var failed = report.Results.Where(result => result.Outcome == RuleOutcome.Failed).ToArray();
        Assert.Contains(failed, result => result.Rule.Number == broken.Rule);
        var family = StoreConformance.Rule(broken.Rule).Family;
        Assert.Empty(failed.Where(result => result.Rule.Family != family).Select(result => result.Reason));
    }

    [Fact]
    public async Task The_same_stores_unbroken_fail_nothing()
    {
        var report = await StoreConformance.RunAllAsync(
            "memory", _ => Task.FromResult(new BrokenStore("nothing", "").Open()), TestContext.Current.CancellationToken);

        Assert.True(report.IsConformant, report.ToMarkdown());
    }

    [Fact]
    public void Every_family_is_broken_by_at_least_one()
    {
        var families = BrokenStores.All.Select(store => StoreConformance.Rule(store.Rule).Family).Distinct();

        Assert.Equal(StoreConformance.Rules.Select(rule => rule.Family).Distinct().OrderBy(family => family.Letter), families.OrderBy(family => family.Letter));
        Assert.True(BrokenStores.All.Count >= 14);
    }
}
