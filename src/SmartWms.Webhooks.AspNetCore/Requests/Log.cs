using Microsoft.Extensions.Logging;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>Every message the management API logs. Ids are public contract: never reuse or renumber one.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Error, "Request {RequestId} to the management API failed ({Reason}); it was answered with 500")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string requestId, string reason);
}
