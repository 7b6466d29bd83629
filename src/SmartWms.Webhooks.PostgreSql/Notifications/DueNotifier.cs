using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Diagnostics;

namespace SmartWms.Webhooks.PostgreSql.Notifications;

/// <summary>Tells the other nodes that something is due: after the commit, never inside it (NOTIFY takes a lock of the whole database at commit), and at most ten times a second. A hint; their polls find it all the same.</summary>
internal sealed class DueNotifier(PgDatabase database, DueChannel channel, TimeProvider time, ILogger logger) : IDisposable
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    internal const string Notify = "select pg_notify($1, $2)";

    private const int Idle = 0;
    private const int Sending = 1;
    private const int SendingAndAsked = 2;

    private readonly CancellationTokenSource _stopping = new();
    private int _state;

    /// <summary>Returns at once. Calls that come together are one message.</summary>
    public void Signal()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _state, Sending, Idle) == Idle)
        {
            _ = Task.Run(SendAsync, CancellationToken.None);
        }
        else
        {
            Interlocked.CompareExchange(ref _state, SendingAndAsked, Sending);
            if (Interlocked.CompareExchange(ref _state, Sending, Idle) == Idle)
            {
                _ = Task.Run(SendAsync, CancellationToken.None);     // the sender ended between the two looks
            }
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task SendAsync()
    {
        try
        {
            var stopping = _stopping.Token;
            do
            {
                Volatile.Write(ref _state, Sending);
                await TrySendAsync(stopping).ConfigureAwait(false);
                await Task.Delay(Pause, time, stopping).ConfigureAwait(false);
            }
            while (Interlocked.CompareExchange(ref _state, Idle, Sending) != Sending);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The host stops.
            Volatile.Write(ref _state, Idle);
        }
    }

    private async Task TrySendAsync(CancellationToken stopping)
    {
        try
        {
            await database.RunAsync(
                (session, token) => session.QueryAsync(Notify, static _ => true, token, Parameter.Text(channel.Name), Parameter.Text(channel.Self)), stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is Npgsql.NpgsqlException or TimeoutException)
        {
            Log.NotifyFailed(logger, exception, exception.GetType().Name);
        }
    }
}
