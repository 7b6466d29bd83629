using Npgsql;

namespace SmartWms.Webhooks.PostgreSql.Connections;

/// <summary>Which errors are worth another try at once.</summary>
internal static class TransientErrors
{
    /// <summary>Two transactions in each other's way: one of them was ended so that it can begin again.</summary>
    public static bool IsCollision(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>The connection is gone: the server was restarted, or an operator ended it. Its neighbours in the pool often are too.</summary>
    public static bool IsLostConnection(Exception exception) => exception switch
    {
        PostgresException error => error.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException or ObjectDisposedException } => true,
        NpgsqlException { InnerException: TimeoutException } => false,
        _ => false,
    };
}
