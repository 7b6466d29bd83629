using Microsoft.Extensions.Logging;

namespace SmartWms.Webhooks.PostgreSql.Diagnostics;

/// <summary>Every message of this package, 2100 to 2199. Ids are public contract: never reuse or renumber one. No connection string is ever a parameter.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Information, "The webhook tables in the schema {Schema} are now of version {Version}")]
    public static partial void Migrated(ILogger logger, string schema, int version);

    [LoggerMessage(2101, LogLevel.Warning, "No longer told by PostgreSQL of other nodes' work ({Reason}); it is found at each poll meanwhile. Next try in {Delay}")]
    public static partial void ListeningLost(ILogger logger, Exception exception, string reason, TimeSpan delay);

    [LoggerMessage(2102, LogLevel.Information, "Told by PostgreSQL of other nodes' work again")]
    public static partial void ListeningAgain(ILogger logger);

    [LoggerMessage(2103, LogLevel.Debug, "Other nodes could not be told of new work ({Reason}); they find it at their next poll")]
    public static partial void NotifyFailed(ILogger logger, Exception exception, string reason);
}
