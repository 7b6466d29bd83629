using Microsoft.Extensions.Logging;
using Npgsql;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Diagnostics;

namespace SmartWms.Webhooks.PostgreSql.Notifications;

/// <summary>Hears on a connection of its own that another node made something due. Lost, it comes back by itself; what was said meanwhile is made good by one call.</summary>
internal sealed class DueListener : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>A connection that died without a word is noticed after this.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly PgDatabase _database;
    private readonly DueChannel _channel;
    private readonly Action _due;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private DueListener(PgDatabase database, DueChannel channel, Action due, TimeProvider time, ILogger logger) =>
        (_database, _channel, _due, _time, _logger) = (database, channel, due, time, logger);

    public static DueListener Start(PgDatabase database, DueChannel channel, Action due, TimeProvider time, ILogger logger)
    {
        var listener = new DueListener(database, channel, due, time, logger);
        var stopping = listener._stopping.Token;
        _ = Task.Run(() => listener.RunAsync(stopping), CancellationToken.None);
        return listener;
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var delay = FirstDelay;
        var wasLost = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(
                    () =>
                    {
                        if (wasLost)
                        {
                            Log.ListeningAgain(_logger);
                        }

                        (wasLost, delay) = (false, FirstDelay);
                    },
                    stopping).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Log.ListeningLost(_logger, exception, exception.GetType().Name, delay);
                wasLost = true;
                await Task.Delay(delay, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
            catch (Exception exception) when (exception is OperationCanceledException or NpgsqlException or ObjectDisposedException)
            {
                return;     // the host stops
            }
        }
    }

    /// <summary>Ends only by throwing.</summary>
    private async Task ListenAsync(Action listening, CancellationToken stopping)
    {
        var connection = await _database.OpenAsync(stopping).ConfigureAwait(false);
        await using var _1 = connection.ConfigureAwait(false);
        connection.Notification += OnNotification;
        try
        {
            await ExecuteAsync(connection, $"listen \"{_channel.Name}\"", stopping).ConfigureAwait(false);
            listening();
            _due();
            while (true)
            {
                if (!await connection.WaitAsync(Silence, stopping).ConfigureAwait(false))
                {
                    await ExecuteAsync(connection, "select 1", stopping).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            connection.Notification -= OnNotification;
            await StopListeningAsync(connection).ConfigureAwait(false);
        }
    }

    /// <summary>The connection goes back to a pool, where nobody waits for what it would still be told.</summary>
    private static async Task StopListeningAsync(NpgsqlConnection connection)
    {
        try
        {
            await ExecuteAsync(connection, "unlisten *", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // It is broken, and the pool will see that too.
            NpgsqlConnection.ClearPool(connection);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(text, connection);
        await using var _1 = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private void OnNotification(object sender, NpgsqlNotificationEventArgs notification)
    {
        if (notification.Payload != _channel.Self)
        {
            _due();
        }
    }
}
