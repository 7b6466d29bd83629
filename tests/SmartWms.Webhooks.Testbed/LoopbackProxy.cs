using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmartWms.Webhooks.Testbed;

/// <summary>A forward and CONNECT proxy on loopback that notes what it is asked for and leads it where the test says.</summary>
public sealed class LoopbackProxy : IAsyncDisposable
{
    private readonly Func<string, IPEndPoint?> _route;
    private readonly string? _authorization;
    private readonly RawTcpReceiver _listener;

    private LoopbackProxy(Func<string, IPEndPoint?> route, NetworkCredential? credentials)
    {
        _route = route;
        _authorization = credentials is null ? null : "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{credentials.UserName}:{credentials.Password}"));
        _listener = RawTcpReceiver.Start(ServeAsync);
    }

    /// <summary>Its address, as <c>EgressProxy</c> takes it.</summary>
    public string Address => _listener.Url.AbsoluteUri;

    /// <summary>The first line of each request, oldest first: <c>CONNECT hooks.example.com:443 HTTP/1.1</c>.</summary>
    public IReadOnlyList<string> Asked => [.. _listener.Requests.Select(request => Encoding.Latin1.GetString(request).Split("\r\n")[0])];

    /// <summary>Starts one.</summary>
    /// <param name="route">Host and port as the sender wrote them; gives the server that is really reached, or null to forbid it with 403.</param>
    /// <param name="credentials">Asked for with 407.</param>
    public static LoopbackProxy Start(Func<string, IPEndPoint?> route, NetworkCredential? credentials = null) => new(route, credentials);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(RawConnection connection)
    {
        while (await connection.ReadRequestAsync() is { } request)
        {
            var text = Encoding.Latin1.GetString(request);
            var parts = text.Split("\r\n")[0].Split(' ');
            var isTunnel = parts[0] == "CONNECT";
            if (_authorization is not null && !text.Contains($"Proxy-Authorization: {_authorization}\r\n", StringComparison.OrdinalIgnoreCase))
            {
                await connection.WriteAsync("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"egress\"\r\nContent-Length: 0\r\n\r\n");
                continue;
            }

            if (_route(isTunnel ? parts[1] : new Uri(parts[1]).Authority) is not { } target)
            {
                await connection.WriteAsync("HTTP/1.1 403 Forbidden by the egress rules\r\nContent-Length: 0\r\n\r\n");
                return;
            }

            using var onward = new TcpClient();
            await onward.ConnectAsync(target, connection.Stopping);
            if (isTunnel)
            {
                await connection.WriteAsync("HTTP/1.1 200 Established\r\n\r\n");
            }
            else
            {
                await onward.GetStream().WriteAsync(request, connection.Stopping);
            }

            await connection.PipeAsync(onward.GetStream());
            return;
        }
    }
}
