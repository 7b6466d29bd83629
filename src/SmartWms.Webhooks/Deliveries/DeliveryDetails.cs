namespace SmartWms.Webhooks.Deliveries;

/// <summary>A delivery with all that is known of it.</summary>
/// <param name="Delivery">Its row of the log.</param>
/// <param name="Contract">The contract its body was rendered in.</param>
/// <param name="Body">The bytes that are sent; <see langword="null"/> once purged.</param>
/// <param name="Attempts">Every attempt, by number.</param>
public sealed record DeliveryDetails(DeliverySummary Delivery, string Contract, byte[]? Body, IReadOnlyList<DeliveryAttempt> Attempts);
