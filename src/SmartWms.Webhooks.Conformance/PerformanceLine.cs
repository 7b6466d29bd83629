namespace SmartWms.Webhooks.Conformance;

/// <summary>One figure.</summary>
/// <param name="What">What was done.</param>
/// <param name="Count">How often: rows, or calls where no row is written.</param>
/// <param name="Elapsed">How long all of it took.</param>
public sealed record PerformanceLine(string What, int Count, TimeSpan Elapsed)
{
    /// <summary>How many in a second.</summary>
    public double PerSecond => Elapsed > TimeSpan.Zero ? Count / Elapsed.TotalSeconds : double.PositiveInfinity;
}
