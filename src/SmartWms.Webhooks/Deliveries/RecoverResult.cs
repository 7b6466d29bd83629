namespace SmartWms.Webhooks.Deliveries;

/// <summary>One batch of a recovery.</summary>
/// <param name="Count">How many were made due.</param>
/// <param name="Last">The last one looked at; pass it as the next <see cref="RecoverRequest.After"/>.</param>
/// <param name="HasMore">Whether to go on.</param>
public readonly record struct RecoverResult(int Count, DeliveryId Last, bool HasMore);
