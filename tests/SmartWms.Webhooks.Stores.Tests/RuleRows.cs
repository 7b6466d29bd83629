using SmartWms.Webhooks.Conformance;

namespace SmartWms.Webhooks.Stores.Tests;

/// <summary>The rules of the conformance kit as theory rows, each by its number.</summary>
internal static class RuleRows
{
    public static TheoryData<string> All => [.. StoreConformance.Rules.Select(rule => rule.Number)];

    /// <summary>Tries one rule on a store that keeps all.</summary>
    public static Task RunAsync(string number, Func<CancellationToken, Task<StoreUnderTest>> open) => RunAsync(number, open, RuleOutcome.Passed);

    public static async Task RunAsync(string number, Func<CancellationToken, Task<StoreUnderTest>> open, RuleOutcome expected) =>
        Assert.Equal(expected, await StoreConformance.RunAsync(StoreConformance.Rule(number), open, TestContext.Current.CancellationToken));
}
