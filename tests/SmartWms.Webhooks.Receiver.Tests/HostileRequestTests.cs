using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Receiver.Tests;

/// <summary>What HttpClient would not send: header lines that stand twice, bodies without a length, encodings.</summary>
public sealed class HostileRequestTests
{
    private const string Json = "Content-Type: application/json";

    private static readonly byte[] Body = ReceiverHost.Body();
    private static readonly string Hex = WebhookSigner.SignBody(WebhookSecret.Parse(ReceiverHost.Secret), Body);
    private static readonly string Signature = $"{WebhookHeaders.SmartWmsSignature}: {Hex}";

    public static TheoryData<string, int, string[]> Heads => new()
    {
        { "as it is", 200, [Json, Signature] },
        { "in other letters", 200, ["content-TYPE: application/json", Signature.ToUpperInvariant().Replace(Hex.ToUpperInvariant(), Hex, StringComparison.Ordinal)] },
        { "the signature twice", 401, [Json, Signature, Signature] },
        { "a wrong one before it", 401, [Json, $"{WebhookHeaders.SmartWmsSignature}: {new string('0', 64)}", Signature] },
        { "joined by a comma", 401, [Json, $"{Signature}, {Hex}"] },
        { "with a space inside", 401, [Json, Signature.Replace(Hex, $"{Hex[..32]} {Hex[32..]}", StringComparison.Ordinal)] },
        { "in upper-case digits", 401, [Json, Signature.Replace(Hex, Hex.ToUpperInvariant(), StringComparison.Ordinal)] },
        { "without one", 401, [Json] },
        { "an empty one", 401, [Json, $"{WebhookHeaders.SmartWmsSignature}: "] },
        { "a signature of 20 KiB", 401, [Json, $"{WebhookHeaders.SmartWmsSignature}: {new string('a', 20 * 1024)}"] },
        { "headers of 40 KiB", 431, [Json, Signature, $"X-Long: {new string('a', 40 * 1024)}"] },
        { "two hundred headers", 431, [Json, Signature, .. Enumerable.Range(0, 200).Select(number => $"X-{number}: 1")] },
        { "the content type twice", 415, [Json, Json, Signature] },
        { "two content types", 415, [Json, "Content-Type: text/plain", Signature] },
        { "no content type", 415, [Signature] },
        { "a content type that is none", 415, ["Content-Type: ;;;=", Signature] },
        { "an encoding that is not there", 200, [Json, "Content-Encoding: gzip", Signature] },      // the bytes are what was signed, whatever stands beside them
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task A_head_is_believed_only_when_it_says_one_thing(string what, int status, string[] head)
    {
        await using var host = await ReceiverHost.StartAsync();

        Assert.Equal($"{what}: {status}", $"{what}: {await SendAsync(host, [.. head, $"Content-Length: {Body.Length}"], Body)}");
        Assert.Equal(status == 200 ? 1 : 0, status == 200 ? (await host.Handled.WaitForAsync(1)).Count : host.Handled.Count);
    }

    [Fact]
    public async Task A_body_in_chunks_is_read_to_its_end()
    {
        await using var host = await ReceiverHost.StartAsync();
        var chunks = Body.Chunk(7).SelectMany(chunk => (byte[])[.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]).Concat("0\r\n\r\n"u8.ToArray()).ToArray();

        Assert.Equal(200, await SendAsync(host, [Json, Signature, "Transfer-Encoding: chunked"], chunks));
        Assert.Equal(Body, (await host.Handled.WaitForAsync(1))[0].Body.ToArray());
    }

    [Theory]
    [InlineData("no chunk\r\n", 400)]
    [InlineData("ffffffffffffffffff\r\n", 499)]
    public async Task Chunks_that_are_none_are_refused(string chunks, int status)
    {
        await using var host = await ReceiverHost.StartAsync();

        Assert.Equal(status, await SendAsync(host, [Json, Signature, "Transfer-Encoding: chunked"], Encoding.ASCII.GetBytes(chunks)));
        Assert.Equal(0, host.Handled.Count);
    }

    [Fact]
    public async Task A_body_of_another_length_than_announced_is_not_what_was_signed()
    {
        await using var host = await ReceiverHost.StartAsync();

        Assert.Equal(401, await SendAsync(host, [Json, Signature, $"Content-Length: {Body.Length - 1}"], Body));
        Assert.Equal(0, host.Handled.Count);
    }

    [Fact]
    public async Task The_same_id_with_another_body_is_known()
    {
        await using var host = await ReceiverHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_1")));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_1", data: """{"orderId":"another","carrier":"DHL"}""")));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_2")));

        await host.Handled.WaitForAsync(webhook => webhook.Id == "evt_2");
        Assert.Equal([Body], host.Handled.Snapshot().Where(webhook => webhook.Id == "evt_1").Select(webhook => webhook.Body.ToArray()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_the_same_event_many_times_at_once_one_is_handled(bool inline)
    {
        await using var host = await ReceiverHost.StartAsync(options => options.HandleInline = inline);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => host.StatusAsync(ReceiverHost.Body("evt_1"))));
        await host.StatusAsync(ReceiverHost.Body("evt_2"));

        await host.Handled.WaitForAsync(webhook => webhook.Id == "evt_2");
        Assert.Single(host.Handled.Snapshot(), webhook => webhook.Id == "evt_1");
        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.DoesNotContain(answers, answer => answer != HttpStatusCode.OK && !(inline && answer == HttpStatusCode.ServiceUnavailable));
    }

    /// <summary>Sends it as it is and gives the status.</summary>
    private static async Task<int> SendAsync(ReceiverHost host, IEnumerable<string> head, byte[] body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        var lines = string.Join("\r\n", ["POST /hooks HTTP/1.1", "Host: 127.0.0.1", "Connection: close", .. head, "", ""]);
        await stream.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(lines), .. body], TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new IOException("No answer.");
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
