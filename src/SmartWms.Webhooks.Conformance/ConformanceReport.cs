using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.Conformance;

/// <summary>What became of all rules on one store.</summary>
public sealed class ConformanceReport
{
    internal ConformanceReport(string store, IReadOnlyList<RuleResult> results)
    {
        (Store, Results) = (store, results);
    }

    /// <summary>The store's name.</summary>
    public string Store { get; }

    /// <summary>One for each rule, in the rules' order.</summary>
    public IReadOnlyList<RuleResult> Results { get; }

    /// <summary>Rules that the store keeps.</summary>
    public int Passed => Count(RuleOutcome.Passed);

    /// <summary>Rules that it breaks.</summary>
    public int Failed => Count(RuleOutcome.Failed);

    /// <summary>Rules that were not asked.</summary>
    public int NotPromised => Count(RuleOutcome.NotPromised);

    /// <summary>Whether it keeps every rule that it promises.</summary>
    public bool IsConformant => Failed == 0;

    /// <summary>The report as an integrator publishes it: the sums, then a table for each family with what failed and why.</summary>
    /// <returns>Markdown.</returns>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Store}: {(IsConformant ? "conformant" : "not conformant")}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Passed} rules passed, {Failed} failed, {NotPromised} not promised.\n");
        foreach (var family in Results.GroupBy(result => result.Rule.Family))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {family.Key.Letter}: {family.Key.Name}\n\n| rule | | |\n| --- | --- | --- |\n");
            foreach (var result in family)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {result.Rule.Number} | {result.Rule.Title} | {Words(result)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Words(RuleResult result) => result.Outcome switch
    {
        RuleOutcome.Passed => "passed",
        RuleOutcome.NotPromised => "not promised",
        _ => $"**failed**: {Cell(result.Reason ?? "")}",
    };

    // A cell is one line, and a bar in it would end it.
    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);

    private int Count(RuleOutcome outcome) => Results.Count(result => result.Outcome == outcome);
}
