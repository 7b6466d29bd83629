namespace SmartWms.Webhooks.Dashboard.Charts;

/// <summary>What waits to be sent.</summary>
/// <param name="Count">How many deliveries.</param>
/// <param name="MayBeMore">Whether counting ended before they did.</param>
/// <param name="OldestDueAt">Since when the longest due of them is due; <see langword="null"/> when none is.</param>
internal sealed record Waiting(long Count, bool MayBeMore, DateTimeOffset? OldestDueAt);
