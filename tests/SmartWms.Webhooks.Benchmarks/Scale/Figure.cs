namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>What was measured of one goal.</summary>
/// <param name="Number">As the project's performance goals are numbered.</param>
/// <param name="Case">What was measured, in words, with its unit.</param>
/// <param name="Floor">Not to be missed.</param>
/// <param name="Wanted">The goal.</param>
/// <param name="MoreIsBetter">Whether floor and goal are least values; otherwise they are greatest.</param>
/// <param name="Values">One for each round.</param>
/// <param name="Detail">The absolute figures, for context.</param>
internal sealed record Figure(string Number, string Case, double Floor, double Wanted, bool MoreIsBetter, IReadOnlyList<double> Values, string Detail)
{
    public double Median { get; } = Of(Values, 0.5);

    public bool MissesFloor => MoreIsBetter ? Median < Floor : Median > Floor;

    public bool ReachesGoal => MoreIsBetter ? Median >= Wanted : Median <= Wanted;

    public string Verdict => ReachesGoal ? "goal" : MissesFloor ? "**missed**" : "floor";

    /// <summary>The value that a share of them does not exceed; the middle of two for an even number.</summary>
    public static double Of(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        var place = share * (sorted.Length - 1);
        return (sorted[(int)Math.Floor(place)] + sorted[(int)Math.Ceiling(place)]) / 2;
    }
}
