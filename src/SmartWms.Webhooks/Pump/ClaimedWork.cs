namespace SmartWms.Webhooks.Pump;

/// <summary>What one look at the store gave.</summary>
/// <param name="Items">What to start.</param>
/// <param name="LookAgainAt">When nothing was found: until when to wait, unless woken.</param>
internal readonly record struct ClaimedWork(IReadOnlyList<WorkItem> Items, DateTimeOffset LookAgainAt);
