using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace SmartWms.Webhooks.Testbed;

/// <summary>One connection of a <see cref="RawTcpReceiver"/>, as its script sees it.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private Stream _stream;
    private readonly Action<byte[]> _whole;
    private readonly MemoryStream _received = new();
    private readonly Lock _gate = new();

    internal RawConnection(Socket socket, Action<byte[]> whole, CancellationToken stopping)
    {
        _socket = socket;
        _socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _whole = whole;
        Stopping = stopping;
    }

    /// <summary>Cancelled when the receiver is disposed, so that a hanging script ends.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Why the script ended early: the sender's hang-up, in the system's words.</summary>
    public string? Ended { get; internal set; }

    /// <summary>Every byte read so far on this connection.</summary>
    public byte[] Received
    {
        get
        {
            lock (_gate)
            {
                return _received.ToArray();
            }
        }
    }

    /// <summary>Reads one request, head and the body that <c>Content-Length</c> announces; <see langword="null"/> when the sender hung up first.</summary>
    public async Task<byte[]?> ReadRequestAsync()
    {
        var request = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var length = -1;
        while (length < 0 || request.Length < length)
        {
            // One byte at a time in the head, so that a following request stays in the socket.
            var count = await _stream.ReadAsync(buffer.AsMemory(0, length < 0 ? 1 : (int)Math.Min(buffer.Length, length - request.Length)), Stopping);
            if (count == 0)
            {
                return null;
            }

            request.Write(buffer, 0, count);
            lock (_gate)
            {
                _received.Write(buffer, 0, count);
            }

            length = length < 0 ? LengthOf(request) : length;
        }

        var whole = request.ToArray();
        _whole(whole);
        return whole;
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes, Stopping);

    /// <summary>Speaks TLS from here on, as the server.</summary>
    public async Task SecureAsync(SslServerAuthenticationOptions options)
    {
        var secured = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = secured;
        await secured.AuthenticateAsServerAsync(options, Stopping);
    }

    /// <summary>Hands bytes on in both directions until either side ends, as a proxy does.</summary>
    public async Task PipeAsync(Stream other)
    {
        var back = other.CopyToAsync(_stream, Stopping);
        await Task.WhenAny(_stream.CopyToAsync(other, Stopping), back);
    }

    /// <summary>Ends the connection with a TCP reset: the sender sees "connection reset by peer".</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    /// <summary>Waits until the sender hangs up or the receiver is disposed; what it still sends is dropped.</summary>
    public async Task HangAsync()
    {
        var buffer = new byte[1024];
        while (await _stream.ReadAsync(buffer, Stopping) > 0)
        {
        }
    }

    public void Dispose() => _stream.Dispose();

    public override string ToString() => $"{Received.Length} bytes read{(Ended is null ? "" : $", ended: {Ended}")}";

    /// <summary>The whole request's length once its head is complete, else -1.</summary>
    private static int LengthOf(MemoryStream request)
    {
        var bytes = request.GetBuffer().AsSpan(0, (int)request.Length);
        if (!bytes.EndsWith("\r\n\r\n"u8))
        {
            return -1;
        }

        foreach (var line in Encoding.Latin1.GetString(bytes).Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                return bytes.Length + int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture);
            }
        }

        return bytes.Length;
    }
}
