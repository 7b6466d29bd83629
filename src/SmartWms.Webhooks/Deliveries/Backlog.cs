namespace SmartWms.Webhooks.Deliveries;

/// <summary>What is due now in active lanes.</summary>
/// <param name="Due">Deliveries whose due time has passed, those being sent not counted; a store may count them too beyond 10,000, and may stop at 1,000,000.</param>
/// <param name="OldestDueAt">The longest due one; <see langword="null"/> when none is.</param>
public readonly record struct Backlog(long Due, DateTimeOffset? OldestDueAt);
