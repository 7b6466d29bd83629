using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>What a simulated receiver does with one request.</summary>
/// <param name="StatusCode">Its answer; <see langword="null"/>: none.</param>
/// <param name="Failure">Why there was none.</param>
/// <param name="After">How long that takes beyond the work of both machines.</param>
internal readonly record struct Response(int? StatusCode, FailureClass Failure, TimeSpan After)
{
    public static Response Ok(TimeSpan after = default) => new(200, FailureClass.None, after);
}
