using System.Net;
using System.Net.Sockets;
using System.Text;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Testbed;

public sealed class RawTcpReceiverTests : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip }) { Timeout = Patience.Limit };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task The_request_is_kept_byte_for_byte_and_answered_with_the_script()
    {
        await using var receiver = RawTcpReceiver.Start(RawScripts.Answer("HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nok"));

        using var answer = await PostAsync(receiver);

        var request = Encoding.UTF8.GetString(Assert.Single(receiver.Requests));
        Assert.Equal(299, (int)answer.StatusCode);
        Assert.StartsWith("POST / HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nbody", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_line_that_is_none_reaches_the_sender()
    {
        await using var receiver = RawTcpReceiver.Start(RawScripts.Answer("NOT HTTP AT ALL\r\n\r\n"));

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(receiver));
    }

    [Fact]
    public async Task Headers_can_be_endless()
    {
        await using var receiver = RawTcpReceiver.Start(RawScripts.EndlessHeaders);

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(receiver));
    }

    [Fact]
    public async Task A_small_answer_can_unpack_to_a_large_one()
    {
        const int Unpacked = 8 * 1024 * 1024;
        await using var receiver = RawTcpReceiver.Start(RawScripts.GzipBomb(Unpacked));

        using var answer = await PostAsync(receiver);

        Assert.Equal(Unpacked, (await answer.Content.ReadAsByteArrayAsync(Token)).Length);
    }

    [Fact]
    public async Task Bytes_can_drip_by_signal()
    {
        using var bytes = new SemaphoreSlim(0);
        await using var receiver = RawTcpReceiver.Start(RawScripts.Drip("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", _ => bytes.WaitAsync(Token)));

        var answer = PostAsync(receiver);
        await receiver.WaitForRequestsAsync(1);
        bytes.Release(10);
        Assert.False(answer.IsCompleted);

        bytes.Release(100);
        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
    }

    [Fact]
    public async Task A_connection_can_be_reset_before_and_after_the_request()
    {
        await using var before = RawTcpReceiver.Start(RawScripts.ResetAtOnce);
        await using var after = RawTcpReceiver.Start(RawScripts.ResetAfterRequest);

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(before));
        var reset = await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(after));

        Assert.Empty(before.Requests);
        Assert.Single(after.Requests);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(reset.GetBaseException()).SocketErrorCode);
    }

    [Fact]
    public async Task What_was_read_of_half_a_request_is_kept()
    {
        await using var receiver = RawTcpReceiver.Start(RawScripts.Silence);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, receiver.Url.Port, Token);
        await socket.SendAsync("POST / HTTP/1.1\r\nHos"u8.ToArray(), Token);
        socket.Shutdown(SocketShutdown.Send);
        _ = await socket.ReceiveAsync(new byte[1], Token);      // Zero bytes: the receiver has read it all and closed.

        Assert.Empty(receiver.Requests);
        Assert.Equal("POST / HTTP/1.1\r\nHos", Encoding.UTF8.GetString(Assert.Single(receiver.Connections).Received));
    }

    [Fact]
    public async Task A_silent_receiver_ends_with_its_disposal()
    {
        var receiver = RawTcpReceiver.Start(RawScripts.Silence);
        var answer = PostAsync(receiver);
        await receiver.WaitForRequestsAsync(1);

        await receiver.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    private Task<HttpResponseMessage> PostAsync(RawTcpReceiver receiver) => _client.PostAsync(receiver.Url, new StringContent("body"), Token);
}
