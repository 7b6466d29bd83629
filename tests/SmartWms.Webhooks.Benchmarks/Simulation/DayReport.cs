using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>A day in tables.</summary>
internal static class DayReport
{
    public static string Of(DayPlan plan, DayResult result)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{plan.Endpoints:N0} endpoints, {plan.DeadShare:0 %} of them dead for {plan.DeadFor.TotalHours:0.#} h, seed {plan.Seed}: {result.Published:N0} deliveries published, {result.Delivered:N0} delivered, {result.Left.Failed:N0} failed, {result.Left.Pending:N0} left; {result.Attempts:N0} requests, {result.DeadRequests:N0} of them to dead endpoints; {result.Looks:N0} looks for work, {result.Transactions:N0} transactions, {result.ProcessorShare:0.0 %} of the processors.");
        text.AppendLine();
        text.AppendLine("| from publish to delivered | deliveries | p50 | p90 | p99 | p99.9 |");
        text.AppendLine("|---|---|---|---|---|---|");
        foreach (var (group, values) in result.Latencies.OrderByDescending(pair => pair.Key, StringComparer.Ordinal))
        {
            string Of(double share) => Time(TimeSpan.FromMilliseconds(DayResult.Percentile(values, share)));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {group} | {values.Count:N0} | {Of(0.5)} | {Of(0.9)} | {Of(0.99)} | {Of(0.999)} |");
        }

        text.AppendLine();
        text.AppendLine("| contract of the dead | most that waited | disabled, failed when they lived again | nothing due waits, after |");
        text.AppendLine("|---|---|---|---|");
        for (var index = 0; index < DayResult.Contracts.Length; index++)
        {
            var (failed, disabled) = result.WhenAlive[index];
            text.AppendLine(CultureInfo.InvariantCulture, $"| {DayResult.Contracts[index]} | {result.Samples.Max(sample => sample.DeadBacklog[index]):N0} | {disabled} webhooks, {failed:N0} deliveries | {(result.RecoveredAfter[index] is { } after ? Time(after) : "not in this time")} |");
        }

        return text.ToString();
    }

    private static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
    };
}
