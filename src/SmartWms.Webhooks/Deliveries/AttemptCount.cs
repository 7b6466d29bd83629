using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>Requests of one webhook in one span of time that ended alike.</summary>
/// <param name="Subscription">Whose; <see langword="default"/> in an answer that is summed over webhooks.</param>
/// <param name="Since">The span's begin: a whole multiple of its width since 0001-01-01 UTC. Written spans are <see cref="LatencyBands.Span"/> wide.</param>
/// <param name="Failure">How they ended; <see cref="FailureClass.None"/>: delivered.</param>
/// <param name="Band">How long they took, an index of <see cref="LatencyBands.UpperBounds"/>.</param>
/// <param name="Attempts">How many, 1 or more.</param>
public readonly record struct AttemptCount(SubscriptionId Subscription, DateTimeOffset Since, FailureClass Failure, int Band, long Attempts);
