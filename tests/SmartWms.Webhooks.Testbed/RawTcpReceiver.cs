using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace SmartWms.Webhooks.Testbed;

/// <summary>A server on loopback that sends any bytes at all: what no web server would answer, and a sender must survive.</summary>
public sealed class RawTcpReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<RawConnection, Task> _script;
    private readonly Arrivals<RawConnection> _connections = new("connections", static connection => connection.ToString());
    private readonly Arrivals<byte[]> _requests = new("raw requests", static request => $"{request.Length} bytes");
    private readonly Task _accepting;
    private readonly List<Task> _serving = [];

    private RawTcpReceiver(Func<RawConnection, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The address, ending in a slash.</summary>
    public Uri Url => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>Whole requests (head and body) read so far, byte for byte, oldest first; a copy.</summary>
    public IReadOnlyList<byte[]> Requests => _requests.Snapshot();

    /// <summary>Connections accepted so far, oldest first; a copy. Each keeps what was read from it, whole request or not.</summary>
    public IReadOnlyList<RawConnection> Connections => _connections.Snapshot();

    /// <summary>Starts listening; the script (see <see cref="RawScripts"/>) runs once for each connection, which is closed after it.</summary>
    public static RawTcpReceiver Start(Func<RawConnection, Task> script) => new(script);

    /// <inheritdoc cref="Arrivals{T}.WaitForAsync(int)"/>
    public Task<IReadOnlyList<byte[]>> WaitForRequestsAsync(int count) => _requests.WaitForAsync(count);

    /// <inheritdoc cref="Arrivals{T}.WaitForAsync(int)"/>
    public Task<IReadOnlyList<RawConnection>> WaitForConnectionsAsync(int count) => _connections.WaitForAsync(count);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                _serving.Add(ServeAsync(new RawConnection(socket, _requests.Add, _stopping.Token)));
            }
        }
        catch (Exception stopped) when (_stopping.IsCancellationRequested && stopped is OperationCanceledException or SocketException { SocketErrorCode: SocketError.OperationAborted })
        {
            return;     // Disposed: the only way out. The listener's end may come before the token's.
        }
    }

    private async Task ServeAsync(RawConnection connection)
    {
        await Task.Yield();
        using (connection)
        {
            _connections.Add(connection);
            try
            {
                await _script(connection);
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException or SocketException or AuthenticationException)
            {
                connection.Ended = gone.Message;    // The sender hung up or the test is over: kept for a person to read.
            }
        }
    }
}
