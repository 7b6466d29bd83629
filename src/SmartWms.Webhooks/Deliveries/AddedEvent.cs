namespace SmartWms.Webhooks.Deliveries;

/// <summary>What became of one event.</summary>
/// <param name="WasDuplicate">It was stored before with the same type and data; nothing was added now.</param>
/// <param name="Deliveries">The ids given to <see cref="NewEvent.Deliveries"/>, in their order; of a duplicate, those of the first time.</param>
public readonly record struct AddedEvent(bool WasDuplicate, IReadOnlyList<DeliveryId> Deliveries);
