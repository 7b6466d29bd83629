using Microsoft.Extensions.Logging;

namespace SmartWms.Webhooks.Diagnostics;

/// <summary>Every message the engine logs. Ids are public contract: never reuse or renumber one.</summary>
/// <remarks>1000 publishing, 1200 claiming, 1400 sending, 1600 scheduling, 1800 subscriptions. No secret, body, header value or URL query is ever a parameter; a receiver's failure is never an Error.</remarks>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Debug, "Published {EventType} {EventId} to {Deliveries} webhooks")]
    public static partial void Published(ILogger logger, string eventType, string eventId, int deliveries);

    [LoggerMessage(1001, LogLevel.Debug, "{EventType} {EventId} was published before; nothing was added")]
    public static partial void Duplicate(ILogger logger, string eventType, string eventId);

    [LoggerMessage(1002, LogLevel.Debug, "Wrote {EventType} {EventId} to {Deliveries} webhooks in the host's transaction; it exists once that commits")]
    public static partial void PublishedInTransaction(ILogger logger, string eventType, string eventId, int deliveries);

    [LoggerMessage(1200, LogLevel.Error, "The pump could not take work from the store ({Reason}); next try in {Delay}")]
    public static partial void ClaimFailed(ILogger logger, Exception exception, string reason, TimeSpan delay);

    [LoggerMessage(1201, LogLevel.Information, "The pump takes work again")]
    public static partial void ClaimRecovered(ILogger logger);

    [LoggerMessage(1202, LogLevel.Information, "Node {Node} delivers: at most {MaxInFlight} in flight, lease {Lease}")]
    public static partial void PumpStarted(ILogger logger, string node, int maxInFlight, TimeSpan lease);

    [LoggerMessage(1203, LogLevel.Information, "Node {Node} stopped: {Aborted} requests were cut at the end of the grace")]
    public static partial void PumpStopped(ILogger logger, string node, int aborted);

    [LoggerMessage(1204, LogLevel.Warning, "Node {Node} could not say that it is there ({Reason}); it tries again every {Interval} and goes on with what it knew of the others")]
    public static partial void BeatFailed(ILogger logger, Exception exception, string node, string reason, TimeSpan interval);

    [LoggerMessage(1205, LogLevel.Information, "{Nodes} nodes deliver; each takes its part of every rate limit")]
    public static partial void NodesChanged(ILogger logger, int nodes);

    [LoggerMessage(1206, LogLevel.Information, "Node {Node} drains: it takes no more work and finishes what runs")]
    public static partial void Draining(ILogger logger, string node);

    [LoggerMessage(1207, LogLevel.Information, "Node {Node} takes work again")]
    public static partial void Resumed(ILogger logger, string node);

    [LoggerMessage(1400, LogLevel.Debug, "Attempt {Attempt} of {DeliveryId}: {Failure} {StatusCode} in {Milliseconds} ms")]
    public static partial void Attempted(ILogger logger, int attempt, string deliveryId, string failure, int? statusCode, double milliseconds);

    [LoggerMessage(1401, LogLevel.Warning, "A handler of the host sent an attempt of {DeliveryId} again; it got the first answer. Handlers: {Handlers}. Take retry and hedging handlers off the client, or set AllowInProcessRetries")]
    public static partial void SentAgain(ILogger logger, string deliveryId, string handlers);

    [LoggerMessage(1402, LogLevel.Warning, "The host's HTTP handlers failed before {DeliveryId} reached the wire ({Reason}); postponed to {DueAt:O}")]
    public static partial void HostPipelineFailed(ILogger logger, string deliveryId, string reason, DateTimeOffset dueAt);

    [LoggerMessage(1403, LogLevel.Error, "{Part} of {DeliveryId} threw {Reason}; the attempt is taken as failed")]
    public static partial void PartThrew(ILogger logger, Exception exception, string part, string deliveryId, string reason);

    [LoggerMessage(1600, LogLevel.Information, "Attempt {Attempt} of {DeliveryId} failed ({Failure}); next at {DueAt:O}")]
    public static partial void Rescheduled(ILogger logger, int attempt, string deliveryId, string failure, DateTimeOffset dueAt);

    [LoggerMessage(1601, LogLevel.Warning, "{DeliveryId} to {SubscriptionId} failed for good ({Failure}) after {Attempts} attempts")]
    public static partial void FailedForGood(ILogger logger, string deliveryId, string subscriptionId, string failure, int attempts);

    [LoggerMessage(1602, LogLevel.Warning, "Lost the lease of {DeliveryId}; the result of attempt {Attempt} was dropped")]
    public static partial void LeaseLost(ILogger logger, string deliveryId, int attempt);

    [LoggerMessage(1603, LogLevel.Error, "Results could not be stored ({Reason}); next try in {Delay}")]
    public static partial void RecordFailed(ILogger logger, Exception exception, string reason, TimeSpan delay);

    [LoggerMessage(1604, LogLevel.Warning, "{Count} due times were later than any schedule allows and were brought forward")]
    public static partial void BroughtForward(ILogger logger, int count);

    [LoggerMessage(1605, LogLevel.Warning, "Wall clock and monotonic clock disagree by {Distance}; sweeping pauses until {Until:O}")]
    public static partial void ClockJumped(ILogger logger, TimeSpan distance, DateTimeOffset until);

    [LoggerMessage(1606, LogLevel.Error, "The sweep failed ({Reason}); next try at its next turn")]
    public static partial void SweepFailed(ILogger logger, Exception exception, string reason);

    [LoggerMessage(1607, LogLevel.Information, "The sweep cancelled {Cancelled} held deliveries and removed {Purged} old rows")]
    public static partial void Swept(ILogger logger, int cancelled, int purged);

    [LoggerMessage(1608, LogLevel.Error, "An alert handler threw {Reason}; the alert {Kind} about {SubscriptionId} was not delivered by it")]
    public static partial void AlertFailed(ILogger logger, Exception exception, string reason, string kind, string subscriptionId);

    [LoggerMessage(1609, LogLevel.Warning, "This machine's clock is {Offset} away from the store's; the engine goes by the store's. Receivers judge signatures by time: set the clock right")]
    public static partial void ClockIsOff(ILogger logger, TimeSpan offset);

    [LoggerMessage(1610, LogLevel.Warning, "Counts of requests could not be stored ({Reason}); they are kept and tried again every {Interval}")]
    public static partial void StatisticsFailed(ILogger logger, Exception exception, string reason, TimeSpan interval);

    [LoggerMessage(1800, LogLevel.Information, "Webhook {SubscriptionId} was created with the contract {Contract}")]
    public static partial void WebhookCreated(ILogger logger, string subscriptionId, string contract);

    [LoggerMessage(1801, LogLevel.Information, "Webhook {SubscriptionId} was {Change}")]
    public static partial void WebhookChanged(ILogger logger, string subscriptionId, string change);

    [LoggerMessage(1802, LogLevel.Warning, "Webhook {SubscriptionId} was disabled: {Reason}")]
    public static partial void WebhookDisabled(ILogger logger, string subscriptionId, string reason);

    [LoggerMessage(1803, LogLevel.Error, "Webhook {SubscriptionId} has the contract {Contract}, which this host does not register with AddContract; {Fallback} is used for it")]
    public static partial void UnknownContract(ILogger logger, string subscriptionId, string contract, string fallback);

    [LoggerMessage(1804, LogLevel.Error, "The secrets of webhook {SubscriptionId} cannot be used ({Reason}); its deliveries fail as InvalidRequest until they can")]
    public static partial void SecretsNotReadable(ILogger logger, string subscriptionId, string reason);

    [LoggerMessage(1805, LogLevel.Warning, "The circuit of {SubscriptionId} opened: it is asked once every {OpenFor}")]
    public static partial void CircuitOpened(ILogger logger, string subscriptionId, TimeSpan openFor);

    [LoggerMessage(1807, LogLevel.Error, "The audit entry could not be stored ({Reason}): {Actor}, {Action} {SubscriptionId} {Detail}")]
    public static partial void AuditFailed(ILogger logger, Exception exception, string reason, string actor, string action, string subscriptionId, string detail);

    [LoggerMessage(1808, LogLevel.Warning, "The declared webhook {Key} ({SubscriptionId}) is {State} since {Since:u} ({Reason}) and stays so: its deliveries are held until somebody enables or resumes it, and given up after the hold time")]
    public static partial void DeclaredIsHeld(ILogger logger, string key, string subscriptionId, string state, DateTimeOffset since, string? reason);

    [LoggerMessage(1806, LogLevel.Information, "The circuit of {SubscriptionId} closed")]
    public static partial void CircuitClosed(ILogger logger, string subscriptionId);
}
