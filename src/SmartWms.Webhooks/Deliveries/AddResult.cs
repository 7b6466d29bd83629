namespace SmartWms.Webhooks.Deliveries;

/// <summary>How an <see cref="IDeliveryStore.AddAsync"/> ended.</summary>
public enum AddOutcome
{
    /// <summary>Everything is durable (duplicates included, which were durable before).</summary>
    Added = 0,

    /// <summary>Subscriptions changed since they were matched. Nothing was written.</summary>
    Stale = 1,

    /// <summary>An id is taken by an event of another type or other data. Nothing was written.</summary>
    Conflict = 2,
}

/// <summary>What became of a batch of events.</summary>
/// <param name="Outcome">Whether it was stored.</param>
/// <param name="Events">One for each event of the batch, in its order; empty unless <see cref="AddOutcome.Added"/>.</param>
/// <param name="ConflictingEventId">The first id that is taken, when <see cref="AddOutcome.Conflict"/>.</param>
public sealed record AddResult(AddOutcome Outcome, IReadOnlyList<AddedEvent> Events, string? ConflictingEventId = null)
{
    /// <summary>Subscriptions changed; nothing was written.</summary>
    public static AddResult Stale { get; } = new(AddOutcome.Stale, []);
}

/// <summary>What became of one event.</summary>
/// <param name="WasDuplicate">It was stored before with the same type and data; nothing was added now.</param>
/// <param name="Deliveries">The ids given to <see cref="NewEvent.Deliveries"/>, in their order; of a duplicate, those of the first time.</param>
public readonly record struct AddedEvent(bool WasDuplicate, IReadOnlyList<DeliveryId> Deliveries);
