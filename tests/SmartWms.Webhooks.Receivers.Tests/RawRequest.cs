using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmartWms.Webhooks.Receivers.Tests;

/// <summary>A request exactly as it is given, header lines that stand twice included, which HttpClient would join.</summary>
internal sealed record RawRequest(byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public bool RepeatsAName => Headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase).Any(group => group.Count() > 1);

    public RawRequest Without(string name) => this with { Headers = [.. Headers.Where(header => !Is(header, name))] };

    public RawRequest With(string name, string value) => this with { Headers = [.. Headers.Where(header => !Is(header, name)), new(name, value)] };

    public RawRequest Twice(string name) => this with { Headers = [.. Headers, Headers.Single(header => Is(header, name))] };

    public RawRequest WithBody(byte[] body) => this with { Body = body };

    public string Value(string name) => Headers.Single(header => Is(header, name)).Value;

    /// <summary>Sends it and gives the status.</summary>
    public async Task<int> SendAsync(int port, CancellationToken cancellationToken)
    {
        var head = new StringBuilder($"POST /hooks/wms HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {Body.Length}\r\n");
        foreach (var (name, value) in Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. Body], cancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var line = await reader.ReadLineAsync(cancellationToken) ?? throw new IOException("No answer.");
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static bool Is(KeyValuePair<string, string> header, string name) => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase);
}
