namespace SmartWms.Webhooks.Publishing;

/// <summary>What became of a publish. The event is durable, in a transaction of the host once that commits.</summary>
/// <param name="EventId">Its id: every receiver's de-duplication key.</param>
/// <param name="Deliveries">To how many webhooks it goes. Zero is normal: nobody subscribed.</param>
/// <param name="WasDuplicate">It was published before with the same id, type and data; nothing was added now.</param>
public readonly record struct Published(string EventId, int Deliveries, bool WasDuplicate);
