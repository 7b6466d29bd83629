namespace SmartWms.Webhooks.Deliveries;

/// <summary>What came of a test.</summary>
/// <param name="Delivery">Its row in the log.</param>
/// <param name="Attempt">The attempt: status, latency, answer, failure.</param>
public sealed record WebhookTestResult(DeliveryId Delivery, DeliveryAttempt Attempt)
{
    /// <summary>Whether the receiver accepted it.</summary>
    public bool Succeeded => Attempt.Failure == FailureClass.None;
}
