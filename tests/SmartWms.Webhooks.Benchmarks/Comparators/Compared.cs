namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>What one run of a contender came to.</summary>
/// <param name="Rate">Requests per second.</param>
/// <param name="OwnRaw">Of the bare loop of its own runtime, around the run; <see langword="null"/> where that is R.</param>
internal readonly record struct Compared(double Rate, double? OwnRaw = null);
