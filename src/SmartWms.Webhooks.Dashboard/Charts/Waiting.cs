namespace SmartWms.Webhooks.Dashboard.Charts;

/// <summary>What active webhooks have not finished; what stopped ones hold is left out.</summary>
/// <param name="Count">How many deliveries, those that wait for their retry and those being sent included; <see langword="null"/> where the store does not count them.</param>
/// <param name="MayBeMore">Whether counting ended before they did.</param>
/// <param name="Due">How many of them are due now; <see langword="null"/> for a tenant, of which no store knows it.</param>
/// <param name="OldestDueAt">Since when the longest due of them is due; <see langword="null"/> when none is.</param>
internal sealed record Waiting(long? Count, bool MayBeMore, long? Due, DateTimeOffset? OldestDueAt);
