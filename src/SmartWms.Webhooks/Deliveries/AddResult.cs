namespace SmartWms.Webhooks.Deliveries;

/// <summary>What became of a batch of events.</summary>
/// <param name="Outcome">Whether it was stored.</param>
/// <param name="Events">One for each event of the batch, in its order; empty unless <see cref="AddOutcome.Added"/>.</param>
/// <param name="ConflictingEventId">The first id that is taken, when <see cref="AddOutcome.Conflict"/>.</param>
public sealed record AddResult(AddOutcome Outcome, IReadOnlyList<AddedEvent> Events, string? ConflictingEventId = null)
{
    /// <summary>Subscriptions changed; nothing was written.</summary>
    public static AddResult Stale { get; } = new(AddOutcome.Stale, []);
}
