using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Receiver.Diagnostics;

/// <summary>All log messages of the receiver, with fixed ids: never a secret, a signature or a body.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Warning, "A request was refused: {Verification}, {Length} bytes.")]
    public static partial void Refused(ILogger logger, WebhookVerification verification, int length);

    [LoggerMessage(4001, LogLevel.Warning, "A verified request of {Length} bytes is no event.")]
    public static partial void NoEvent(ILogger logger, int length);

    [LoggerMessage(4002, LogLevel.Warning, "The handler failed for event {EventId} of type {EventType}, run {Run}.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string eventId, string eventType, int run);

    [LoggerMessage(4003, LogLevel.Error, "Event {EventId} of type {EventType} was given up after {Runs} runs of its handler. Ask the sender to resend it once the handler is mended.")]
    public static partial void GivenUp(ILogger logger, string eventId, string eventType, int runs);

    [LoggerMessage(4004, LogLevel.Error, "The data of event {EventId} of type {EventType} does not fit its handler's type at byte {Position} ({ExceptionType}); it was answered with 400.")]
    public static partial void DataDoesNotFit(ILogger logger, string eventId, string eventType, long position, string exceptionType);

    [LoggerMessage(4005, LogLevel.Error, "The inbox, or where secrets are read from, failed with {ExceptionType}.")]
    public static partial void InboxFailed(ILogger logger, Exception exception, string exceptionType);

    [LoggerMessage(4006, LogLevel.Warning, "{QueueLength} webhooks wait for their handlers: the sender was told to come back.")]
    public static partial void QueueFull(ILogger logger, int queueLength);

    [LoggerMessage(4007, LogLevel.Warning, "Event {EventId} was not handled before the stop. A database inbox gives it to the next start or another node ten minutes later; the one in memory loses it.")]
    public static partial void LeftUnhandled(ILogger logger, Exception? exception, string eventId);

    [LoggerMessage(4009, LogLevel.Error, "Changed settings cannot work, and those before hold: {Complaints}")]
    public static partial void SettingsRefused(ILogger logger, string complaints);

    [LoggerMessage(4008, LogLevel.Warning, "Looking for events that nobody finished failed with {ExceptionType}.")]
    public static partial void SweepFailed(ILogger logger, Exception exception, string exceptionType);
}
