namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>All pairs of one goal.</summary>
internal sealed class Row(Goal goal, IEnumerable<Pair> pairs)
{
    public Goal Goal => goal;

    public IReadOnlyList<Pair> Pairs { get; } = [.. pairs.OrderBy(pair => pair.Ratio)];

    public double Ratio => Median(pair => pair.Ratio);

    public bool MissesFloor => Ratio < goal.Floor;

    public string Verdict => (Ratio >= goal.Wanted, goal.Floor, MissesFloor) switch
    {
        (_, null, _) => "–",
        (true, _, _) => "goal",
        (_, _, true) => "**missed**",
        _ => "floor",
    };

    public double Median(Func<Pair, double> value)
    {
        double[] sorted = [.. Pairs.Select(value).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Of all publishes of all pairs, in microseconds; <see langword="null"/> when there are none.</summary>
    public double? Publish(double share)
    {
        TimeSpan[] sorted = [.. Pairs.SelectMany(pair => pair.Engine.Publishes).Order()];
        return sorted.Length == 0 ? null : sorted[(int)(share * (sorted.Length - 1))].TotalMicroseconds;
    }
}
