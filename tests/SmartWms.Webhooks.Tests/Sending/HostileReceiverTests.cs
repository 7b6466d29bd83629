using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Sending;

/// <summary>Receivers that answer anything, or nothing: an outcome with a class, never an exception, and the lane goes on.</summary>
public sealed class HostileReceiverTests
{
    [Fact]
    public async Task A_reset_at_once_is_a_connection_that_failed_or_was_lost_as_the_system_saw_it()
    {
        await using var receiver = RawTcpReceiver.Start(RawScripts.ResetAtOnce);
        Assert.Contains((await AttemptAsync(receiver)).Failure, new[] { FailureClass.ConnectionFailed, FailureClass.ConnectionLost });
    }

    [Fact]
    public Task A_reset_after_the_request_is_a_lost_connection() => FailsAsync(RawScripts.ResetAfterRequest, FailureClass.ConnectionLost);

    [Fact]
    public Task A_close_without_an_answer_is_a_lost_connection() => FailsAsync(RawScripts.CloseAfterRequest, FailureClass.ConnectionLost);

    [Fact]
    public Task A_garbage_status_line_is_a_malformed_answer() => FailsAsync(RawScripts.Answer("SSH-2.0-OpenSSH_9.6\r\n\r\n"), FailureClass.MalformedAnswer);

    [Fact]
    public Task Endless_headers_are_a_malformed_answer() => FailsAsync(RawScripts.EndlessHeaders, FailureClass.MalformedAnswer);

    [Fact]
    public Task A_bad_chunk_is_no_success() => FailsAsync(
        RawScripts.Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello"), FailureClass.MalformedAnswer, 200);

    [Fact]
    public Task A_200_whose_body_ends_too_soon_is_no_success() => FailsAsync(
        RawScripts.Answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), FailureClass.ConnectionLost, 200);

    [Theory]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", FailureClass.UnknownStatus, 101)]
    [InlineData("HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", FailureClass.Redirected, 301)]
    [InlineData("HTTP/1.1 307 Moved\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n", FailureClass.Redirected, 307)]
    [InlineData("HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n", FailureClass.Rejected, 400)]
    [InlineData("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", FailureClass.Gone, 410)]
    [InlineData("HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n", FailureClass.TooManyRequests, 429)]
    [InlineData("HTTP/1.1 500 Error\r\nContent-Length: 0\r\n\r\n", FailureClass.ServerError, 500)]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", FailureClass.Unavailable, 503)]
    [InlineData("HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n", FailureClass.UnknownStatus, 999)]
    public Task A_status_that_is_no_success_has_a_class(string answer, FailureClass failure, int status) => FailsAsync(RawScripts.Answer(answer), failure, status);

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(299)]
    public async Task Any_2xx_is_success(int status)
    {
        await using var receiver = RawTcpReceiver.Start(RawScripts.Answer($"HTTP/1.1 {status} Fine\r\n" + (status == 204 ? "\r\n" : "Content-Length: 0\r\n\r\n")));
        var attempt = await AttemptAsync(receiver);
        Assert.Equal((FailureClass.None, status), (attempt.Failure, attempt.StatusCode));
    }

    [Fact]
    public async Task An_endless_body_is_cut_at_16_KiB_and_marked()
    {
        await using var receiver = RawTcpReceiver.Start(RawScripts.EndlessBody);
        var attempt = await AttemptAsync(receiver);
        Assert.Equal((FailureClass.None, 16 * 1024, true), (attempt.Failure, attempt.Answer.Length, attempt.AnswerTruncated));
    }

    [Fact]
    public async Task A_body_of_exactly_16_KiB_is_kept_whole()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always("/", new Answer { Status = 500, Body = Encoding.ASCII.GetBytes(new string('x', 16 * 1024)) });
        var attempt = await AttemptAsync(receiver.Url.AbsoluteUri);
        Assert.Equal((16 * 1024, false), (attempt.Answer.Length, attempt.AnswerTruncated));
    }

    // R28: kept as bytes, so that no receiver makes its own success unrecordable.
    [Fact]
    public async Task Zero_bytes_and_binary_answers_are_kept_as_they_came()
    {
        byte[] body = [0, 255, 0xC3, 0x28, 0, 13, 10, 0xED, 0xA0, 0x80];
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always("/", new Answer { Body = body });
        var attempt = await AttemptAsync(receiver.Url.AbsoluteUri);
        Assert.Equal(FailureClass.None, attempt.Failure);
        Assert.Equal(body, attempt.Answer);
    }

    [Fact]
    public async Task A_gzip_bomb_is_not_unpacked()
    {
        await using var receiver = RawTcpReceiver.Start(RawScripts.GzipBomb(1024 * 1024));
        var attempt = await AttemptAsync(receiver);
        Assert.Equal(FailureClass.None, attempt.Failure);
        Assert.Equal([0x1F, 0x8B], attempt.Answer[..2]);
        Assert.True(attempt.Answer.Length < 4096);
    }

    // R33: the deadline covers the last byte of the body.
    [Fact]
    public async Task A_body_that_drips_beyond_the_deadline_is_a_timeout()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        var never = new TaskCompletionSource();
        engine.Receiver.Always("/hook", Answer.Dripping("abcdef"u8.ToArray(), 1, piece => piece < 3 ? Task.CompletedTask : never.Task));
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(1);
        engine.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(1, engine.Receiver.InFlight);

        engine.Advance(TimeSpan.FromSeconds(0.1));

        var attempt = (await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1)).Attempts[0];
        Assert.Equal((FailureClass.Timeout, TimeSpan.FromSeconds(10)), (attempt.Failure, attempt.Latency));
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_a_timeout_after_its_webhooks_own_deadline()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => form.Deadline = TimeSpan.FromSeconds(3));
        engine.Receiver.Always("/hook", Answer.Hanging);
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(1);

        engine.Advance(TimeSpan.FromSeconds(3));

        var details = await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);
        Assert.Equal((FailureClass.Timeout, (int?)null, TimeSpan.FromSeconds(3)), (details.Attempts[0].Failure, details.Attempts[0].StatusCode, details.Attempts[0].Latency));
        Assert.Equal(engine.Now + TimeSpan.FromMinutes(1), details.Delivery.DueAt);      // counted from the failure, not from the start
    }

    [Fact]
    public async Task A_refused_connection_has_its_own_class()
    {
        var receiver = await ScriptedReceiver.StartAsync();
        var url = receiver.Url.AbsoluteUri;
        await receiver.DisposeAsync();
        Assert.Equal(FailureClass.ConnectionRefused, (await AttemptAsync(url)).Failure);
    }

    [Fact]
    public async Task Plain_text_where_TLS_is_expected_is_a_TLS_failure()
    {
        await using var receiver = RawTcpReceiver.Start(RawScripts.AnswerEarly("HTTP/1.1 200 OK\r\n\r\n"));
        Assert.Equal(FailureClass.Tls, (await AttemptAsync(receiver.Url.AbsoluteUri.Replace("http:", "https:", StringComparison.Ordinal))).Failure);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always("/", Answer.With(307, "", ("Location", "/other")));
        Assert.Equal(FailureClass.Redirected, (await AttemptAsync(receiver.Url.AbsoluteUri)).Failure);
        Assert.All(receiver.Requests, request => Assert.Equal("/", request.Path));
    }

    private static async Task FailsAsync(Func<RawConnection, Task> script, FailureClass failure, int? status = null)
    {
        await using var receiver = RawTcpReceiver.Start(script);
        var attempt = await AttemptAsync(receiver);
        Assert.Equal((failure, status), (attempt.Failure, attempt.StatusCode));
    }

    private static Task<DeliveryAttempt> AttemptAsync(RawTcpReceiver receiver) => AttemptAsync(receiver.Url.AbsoluteUri);

    /// <summary>Publishes twice, so that the lane is seen to go on, and gives the first attempt.</summary>
    private static async Task<DeliveryAttempt> AttemptAsync(string url)
    {
        await using var engine = await TestEngine.StartAsync();
        await engine.SubscribeAsync(url);
        await engine.Dispatcher.PublishAsync(Protocol.WmsEvents.OrderShipped, 1);
        await engine.Dispatcher.PublishAsync(Protocol.WmsEvents.OrderShipped, 2);
        var rows = await engine.WaitForAsync(page => page.Count == 2 && page.All(row => row.Attempts == 1 && row.State != DeliveryState.Sending));
        Assert.Empty(engine.Logs.WithId(1403));
        return Assert.Single((await engine.Deliveries.FindAsync(rows[^1].Id))!.Attempts);
    }
}
