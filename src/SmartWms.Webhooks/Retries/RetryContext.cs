using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Retries;

/// <summary>All that a retry decision may depend on.</summary>
/// <param name="Step">Scheduled attempts that ended in an answer or a failure, this one included; 1 or more.</param>
/// <param name="Outcome">How this one ended.</param>
/// <param name="Contract">What was promised to the receiver.</param>
/// <param name="Delays">The waits before attempt 2, 3, …: the subscription's own or the contract's.</param>
/// <param name="Now">The end of the attempt.</param>
/// <param name="Random">0 up to but not including 1, for the jitter.</param>
public readonly record struct RetryContext(int Step, AttemptOutcome Outcome, WebhookContract Contract, IReadOnlyList<TimeSpan> Delays, DateTimeOffset Now, double Random);
