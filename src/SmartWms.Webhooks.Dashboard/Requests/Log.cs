using Microsoft.Extensions.Logging;

namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>Every message the dashboard logs. Ids are public contract: never reuse or renumber one.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Error, "A page of the dashboard could not be shown ({Reason}); its reader was asked to try again")]
    public static partial void PageFailed(ILogger logger, Exception exception, string reason);
}
