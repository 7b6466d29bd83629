using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>The rows as two Markdown tables: ratios with their verdicts, and where the time goes.</summary>
internal static class RatioTable
{
    public static string Of(IReadOnlyList<Row> rows)
    {
        var text = new StringBuilder();
        Ratios(text, rows);
        text.AppendLine();
        Causes(text, rows);
        return text.ToString();
    }

    private static void Ratios(StringBuilder text, IReadOnlyList<Row> rows)
    {
        text.AppendLine("| # | case | ratio to R | min-max | floor | goal | verdict | req/s (R) | publish p50 / p99 µs | B per delivery over R |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var row in rows)
        {
            var publishes = row.Publish(0.5) is { } half ? $"{half:N0} / {row.Publish(0.99):N0}" : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Goal.Number} | {row.Goal.Case} | **{row.Ratio:0.00}** | {row.Pairs[0].Ratio:0.00}-{row.Pairs[^1].Ratio:0.00} | {row.Goal.Floor:0.00} | {row.Goal.Wanted:0.00} | {row.Verdict} | {row.Median(pair => pair.Engine.Rate):N0} ({row.Median(pair => pair.Raw):N0}) | {publishes} | {row.Median(pair => pair.ExtraBytes):N0} |");
        }
    }

    private static void Causes(StringBuilder text, IReadOnlyList<Row> rows)
    {
        text.AppendLine("| # | case | sender CPU µs per delivery (R) | in flight | claims/s | rows per claim | finding, claiming ms | records/s | per batch | recording ms |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var row in rows)
        {
            double Of(Func<StoreUse, double> value) => row.Median(pair => value(pair.Engine.Store!));
            double PerSecond(Func<StoreUse, double> value) => row.Median(pair => value(pair.Engine.Store!) / pair.Engine.Time.TotalSeconds);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Goal.Number} | {row.Goal.Case} | {row.Median(pair => pair.Engine.Microseconds):0.0} ({row.Median(pair => pair.RawMicroseconds):0.0}) | {Of(use => use.InFlight):0} | {PerSecond(use => use.Claims):N0} | {Of(use => (double)use.ClaimedRows / Math.Max(1, use.Claims)):0.0} | {Of(use => use.FindTime.TotalMilliseconds / Math.Max(1, use.Finds)):0.00}, {Of(use => use.ClaimTime.TotalMilliseconds / Math.Max(1, use.Claims)):0.00} | {PerSecond(use => use.Batches):N0} | {Of(use => (double)use.Recorded / Math.Max(1, use.Batches)):0.0} | {Of(use => use.RecordTime.TotalMilliseconds / Math.Max(1, use.Batches)):0.00} |");
        }
    }
}
