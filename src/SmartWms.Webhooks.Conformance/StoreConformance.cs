using SmartWms.Webhooks.Conformance.Rules;

namespace SmartWms.Webhooks.Conformance;

/// <summary>What a store of SmartWms.Webhooks must do, as rules that run under any test framework.</summary>
public static class StoreConformance
{
    /// <summary>All rules, by family and number.</summary>
    public static IReadOnlyList<ConformanceRule> Rules { get; } =
    [
        .. AddingRules.List(),
        .. ClaimingRules.List(),
        .. LeaseRules.List(),
        .. LaneRules.List(),
        .. LanePickRules.List(),
        .. RecordingRules.List(),
        .. CounterRules.List(),
        .. ResendRules.List(),
        .. RecoverRules.List(),
        .. CancellingRules.List(),
        .. TestRules.List(),
        .. LeftOutResendRules.List(),
        .. SubscriptionRules.List(),
        .. SubscriptionSearchRules.List(),
        .. LogRules.List(),
        .. TestLogRules.List(),
        .. AttemptRules.List(),
        .. TextRules.List(),
        .. KeepingRules.List(),
        .. HostTransactionRules.List(),
        .. EarlierSchemaRules.List(),
    ];

    /// <summary>The rule with this number.</summary>
    /// <param name="number">E.g. <c>L-03</c>.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ConformanceRule Rule(string number) =>
        Rules.FirstOrDefault(rule => rule.Number == number) ?? throw new ArgumentException($"There is no rule '{number}'.", nameof(number));

    /// <summary>Tries one rule.</summary>
    /// <param name="rule">Which.</param>
    /// <param name="open">Opens an empty database. Called once for each case of the rule; what it gives is disposed afterwards.</param>
    /// <param name="cancellationToken">Abandons the rule.</param>
    /// <returns><see cref="RuleOutcome.Passed"/> or <see cref="RuleOutcome.NotPromised"/>.</returns>
    /// <exception cref="ConformanceException">The store does not do it.</exception>
    public static Task<RuleOutcome> RunAsync(
        ConformanceRule rule, Func<CancellationToken, Task<StoreUnderTest>> open, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(open);

        // On the pool: a rule never waits for the caller's thread, whatever a test framework has put on it.
        return Task.Run(() => RuleRun.RunAsync(rule, open, cancellationToken), cancellationToken);
    }

    /// <summary>Tries all rules, one after the other, and reports.</summary>
    /// <param name="store">The store's name in the report.</param>
    /// <param name="open">Opens an empty database; see <see cref="RunAsync"/>.</param>
    /// <param name="cancellationToken">Abandons the run.</param>
    /// <returns>What became of each.</returns>
    public static async Task<ConformanceReport> RunAllAsync(
        string store, Func<CancellationToken, Task<StoreUnderTest>> open, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(store);
        ArgumentNullException.ThrowIfNull(open);
        List<RuleResult> results = [];
        foreach (var rule in Rules)
        {
            try
            {
                results.Add(new RuleResult(rule, await RunAsync(rule, open, cancellationToken).ConfigureAwait(false)));
            }
            catch (ConformanceException broken)
            {
                results.Add(new RuleResult(rule, RuleOutcome.Failed, broken.Message));
            }
        }

        return new ConformanceReport(store, results);
    }
}
