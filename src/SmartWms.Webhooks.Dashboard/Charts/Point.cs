namespace SmartWms.Webhooks.Dashboard.Charts;

/// <summary>What happened in one stretch of time.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="Succeeded">Attempts that the receiver accepted.</param>
/// <param name="Failed">Attempts that it did not.</param>
/// <param name="P50">Half of the attempts were faster, in milliseconds; <see langword="null"/> without attempts.</param>
/// <param name="P95">95 of 100 were faster.</param>
internal sealed record Point(DateTimeOffset From, long Succeeded, long Failed, double? P50 = null, double? P95 = null)
{
    public long All => Succeeded + Failed;

    /// <summary>The share of successes among all, 0 to 1; <see langword="null"/> when there is nothing to share.</summary>
    public static double? SuccessRate(IReadOnlyList<Point> points) => points.Sum(point => point.All) is > 0 and var all ? points.Sum(point => point.Succeeded) / (double)all : null;

    /// <summary>As a person reads it: rounded, but one failure among a million is not 100 % and one success not 0 %.</summary>
    public static string Percent(double rate) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{(rate is <= 0 or >= 1 ? rate * 100 : Math.Clamp(Math.Round(rate * 100, 1, MidpointRounding.AwayFromZero), 0.1, 99.9)):0.#} %");
}
