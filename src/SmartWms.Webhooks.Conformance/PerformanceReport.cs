using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.Conformance;

/// <summary>How fast a store was. Not judged.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Lines">One for each thing that was done.</param>
public sealed record PerformanceReport(string Store, IReadOnlyList<PerformanceLine> Lines)
{
    /// <summary>The figures as a table.</summary>
    /// <returns>Markdown.</returns>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Store}: how fast\n\n| what | count | ms | a second |\n| --- | ---: | ---: | ---: |\n");
        foreach (var line in Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {line.What} | {line.Count} | {line.Elapsed.TotalMilliseconds:F0} | {line.PerSecond:F0} |\n");
        }

        return text.ToString();
    }
}
