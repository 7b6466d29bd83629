namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>How much is measured.</summary>
/// <param name="Rows">Of the full store, not due and finished each: 1,000,000 as the goals say.</param>
/// <param name="Rounds">How often each goal is measured.</param>
internal sealed record ScaleSize(int Rows, int Rounds);
