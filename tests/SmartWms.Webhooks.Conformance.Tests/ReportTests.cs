using SmartWms.Webhooks.Conformance.Tests.Broken;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Conformance.Tests;

/// <summary>What an integrator reads and publishes.</summary>
public sealed class ReportTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Rules_are_numbered_by_family_in_order_without_gaps_and_each_once()
    {
        foreach (var family in StoreConformance.Rules.GroupBy(rule => rule.Family))
        {
            Assert.Equal(
                Enumerable.Range(1, family.Count()).Select(number => $"{family.Key.Letter}-{number:D2}"),
                family.Select(rule => rule.Number).Order(StringComparer.Ordinal));
        }

        Assert.Equal(StoreConformance.Rules.Count, StoreConformance.Rules.Select(rule => rule.Title).Distinct().Count());
        Assert.Throws<ArgumentException>(() => StoreConformance.Rule("X-01"));
    }

    [Fact]
    public async Task A_broken_rule_is_named_with_what_was_expected_and_what_came()
    {
        var broken = BrokenStores.All.Single(store => store.Rule == "L-03");

        var error = await Assert.ThrowsAsync<ConformanceException>(() => StoreConformance.RunAsync(StoreConformance.Rule("L-03"), _ => Task.FromResult(broken.Open()), Stop));

        Assert.StartsWith("L-03 A result recorded after the lease was lost is refused", error.Message, StringComparison.Ordinal);
        Assert.Contains("should be RecordResult { Accepted = False", error.Message, StringComparison.Ordinal);
        Assert.Contains("and it is RecordResult { Accepted = True", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_of_a_rule_is_named_too()
    {
        var broken = BrokenStores.All.Single(store => store.Rule == "P-03");

        var error = await Assert.ThrowsAsync<ConformanceException>(() => StoreConformance.RunAsync(StoreConformance.Rule("P-03"), _ => Task.FromResult(broken.Open()), Stop));

        Assert.Contains("(given Paused)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_store_throws_is_a_failure_of_the_rule_with_the_error_inside()
    {
        var error = await Assert.ThrowsAsync<ConformanceException>(
            () => StoreConformance.RunAsync(StoreConformance.Rule("A-01"), _ => throw new InvalidOperationException("no disk"), Stop));

        Assert.Contains("A-01", error.Message, StringComparison.Ordinal);
        Assert.Contains("no disk", error.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public async Task A_cancelled_run_is_cancelled_and_fails_no_rule()
    {
        using var cancelling = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StoreConformance.RunAllAsync("memory", _ =>
        {
            cancelling.Cancel();
            return Task.FromResult(new BrokenStore("nothing", "").Open());
        }, cancelling.Token));
    }

    [Fact]
    public async Task What_is_not_promised_is_reported_so()
    {
        var report = await StoreConformance.RunAllAsync("separate", _ => Task.FromResult(Separate()), Stop);

        Assert.True(report.IsConformant);
        Assert.Equal(StoreConformance.Rules.Count, report.Passed + report.NotPromised);
        var notPromised = report.Results.Where(result => result.Outcome == RuleOutcome.NotPromised).Select(result => result.Rule.Number).ToArray();
        Assert.Contains("R-20", notPromised);
        Assert.Contains("H-01", notPromised);
        Assert.DoesNotContain("R-14", notPromised);
        Assert.Contains("not promised", report.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_holds_a_line_for_each_rule()
    {
        var broken = BrokenStores.All.Single(store => store.Rule == "Q-10");
        var report = await StoreConformance.RunAllAsync("My | store", _ => Task.FromResult(broken.Open()), Stop);

        var text = report.ToMarkdown();

        Assert.StartsWith("# My | store: not conformant\n", text, StringComparison.Ordinal);
        Assert.All(StoreConformance.Rules, rule => Assert.Single(text.Split('\n'), line => line.StartsWith($"| {rule.Number} |", StringComparison.Ordinal)));
        Assert.Contains("**failed**: Q-10", text, StringComparison.Ordinal);
        Assert.Equal((report.Results.Count - report.Failed - report.NotPromised, false), (report.Passed, report.IsConformant));
    }

    [Fact]
    public async Task A_transactional_store_without_a_way_to_begin_a_transaction_is_told_what_to_give()
    {
        var broken = BrokenStores.All.Single(store => store.Rule == "H-02").Open();
        var without = new StoreUnderTest { Subscriptions = broken.Subscriptions, Deliveries = broken.Deliveries, Log = broken.Log };

        var error = await Assert.ThrowsAsync<ConformanceException>(() => StoreConformance.RunAsync(StoreConformance.Rule("H-01"), _ => Task.FromResult(without), Stop));

        Assert.Contains("StoreUnderTest.BeginTransaction", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speed_is_measured_and_not_judged()
    {
        var report = await StorePerformance.MeasureAsync("memory", _ => Task.FromResult(Separate()), TimeProvider.System, 500, Stop);

        Assert.Equal([100, 500, 100, 500, 500], report.Lines.Select(line => line.Count));
        Assert.All(report.Lines, line => Assert.True(line.PerSecond > 0));
        Assert.Contains("| claims, 100 at a time | 500 |", report.ToMarkdown(), StringComparison.Ordinal);
    }

    private static StoreUnderTest Separate()
    {
        var stores = MemoryStores.Open();
        return new StoreUnderTest
        {
            Subscriptions = stores.Subscriptions,
            Deliveries = stores.Deliveries,
            Log = stores.Log,
            Declares = StoreDeclarations.SeparateSubscriptions,
        };
    }
}
