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
