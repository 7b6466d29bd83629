using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Statistics;

namespace SmartWms.Webhooks.AspNetCore.Statistics;

/// <summary>What became of the requests of one span of time.</summary>
internal sealed record StatisticsPointView(
    DateTimeOffset Since, long Delivered, long Failed, IReadOnlyDictionary<string, long> Failures, double? P50Ms, double? P95Ms, double? P99Ms)
{
    public static StatisticsPointView Of(StatisticsPoint point) => new(
        point.Since,
        point.Delivered,
        point.Failed,
        point.Failures.OrderBy(pair => pair.Key).ToDictionary(pair => Words.Of(pair.Key), pair => pair.Value),
        point.P50?.TotalMilliseconds,
        point.P95?.TotalMilliseconds,
        point.P99?.TotalMilliseconds);
}
