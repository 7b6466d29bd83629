namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Writes the rules of one class down as a list.</summary>
/// <param name="family">Theirs.</param>
/// <param name="make">Their steps on one database.</param>
internal sealed class RuleList<TRules>(RuleFamily family, Func<StoreUnderTest, CancellationToken, TRules> make)
{
    public ConformanceRule One(string number, string title, Func<TRules, Task> run, RuleNeeds needs = RuleNeeds.Nothing) =>
        new(number, title, family, needs, [new RuleCase(null, (stores, cancellation) => run(make(stores, cancellation)))]);

    /// <summary>A rule that is tried once for each given, on an empty database each time.</summary>
    public ConformanceRule Each<TGiven>(
        string number, string title, IReadOnlyList<TGiven> givens, Func<TRules, TGiven, Task> run, RuleNeeds needs = RuleNeeds.Nothing) =>
        new(number, title, family, needs,
            [.. givens.Select(given => new RuleCase(Shown.Of(given), (stores, cancellation) => run(make(stores, cancellation), given)))]);
}
