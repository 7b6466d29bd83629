using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>Figures as a Markdown table.</summary>
internal static class FigureTable
{
    public static string Of(IReadOnlyList<Figure> figures)
    {
        var text = new StringBuilder();
        text.AppendLine("| # | case | median | min-max | floor | goal | verdict | detail |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var figure in figures)
        {
            var sign = figure.MoreIsBetter ? "≥" : "≤";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {figure.Number} | {figure.Case} | **{figure.Median:0.00}** | {figure.Values.Min():0.00}-{figure.Values.Max():0.00} | {sign} {figure.Floor:0.##} | {sign} {figure.Wanted:0.##} | {figure.Verdict} | {figure.Detail} |");
        }

        return text.ToString();
    }
}
