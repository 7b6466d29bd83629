using System.Net;
using System.Text;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Testbed;

public sealed class ScriptedReceiverTests : IAsyncLifetime
{
    private readonly HttpClient _client = new() { Timeout = Patience.Limit };
    private readonly FakeClock _clock = new();
    private ScriptedReceiver _receiver = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _receiver = await ScriptedReceiver.StartAsync(_clock);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_request_is_kept_as_it_came()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, 0, 255, .. "ไทย"u8];
        using var request = new HttpRequestMessage(HttpMethod.Post, _receiver.UrlOf("/erp/a%20b?x=1")) { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Twice", ["1", "2"]);

        using var answer = await _client.SendAsync(request, Token);

        var kept = Assert.Single(_receiver.Requests);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("POST", "/erp/a%20b?x=1", "/erp/a b", 1), (kept.Method, kept.Target, kept.Path, kept.Number));
        Assert.Equal(body, kept.Body.ToArray());
        Assert.Equal(["1", "2"], kept.Headers.Where(header => header.Key == "X-Twice").SelectMany(header => header.Value.Split(", ")));
        Assert.Equal(_clock.GetUtcNow(), kept.ArrivedAt);
        Assert.Same(Answer.Ok, kept.Answer);
        await kept.Answered;
    }

    [Fact]
    public async Task Queued_answers_are_used_once_each_and_then_the_standing_one_holds()
    {
        _receiver.Next("/erp", Answer.With(503, "busy", ("Retry-After", "7")), Answer.With(500)).Always("/erp", Answer.With(202));

        using var first = await PostAsync("/erp");
        using var second = await PostAsync("/erp");
        using var third = await PostAsync("/erp");
        using var elsewhere = await PostAsync("/other");

        Assert.Equal((503, "busy", "7"), ((int)first.StatusCode, await first.Content.ReadAsStringAsync(Token), first.Headers.GetValues("Retry-After").Single()));
        Assert.Equal([500, 202, 200], [(int)second.StatusCode, (int)third.StatusCode, (int)elsewhere.StatusCode]);
    }

    [Fact]
    public async Task A_function_answers_by_what_it_was_sent()
    {
        _receiver.Always("/echo", request => Answer.With(200, request.Text));

        using var answer = await PostAsync("/echo", "{}");

        Assert.Equal("{}", await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task An_answer_can_wait_for_a_signal()
    {
        var signal = new TaskCompletionSource();
        _receiver.Always("/slow", Answer.OkAfter(signal.Task));

        var answer = PostAsync("/slow");
        await _receiver.WaitForAsync(1);
        Assert.False(answer.IsCompleted);
        Assert.Equal(1, _receiver.InFlight);

        signal.SetResult();
        (await answer).Dispose();
        await _receiver.Requests[0].Answered;
    }

    [Fact]
    public async Task Hanging_requests_go_when_they_are_released()
    {
        _receiver.Always("/hang", Answer.Hanging);
        for (var number = 1; number <= 300; number++)
        {
            var answer = PostAsync("/hang");
            await _receiver.WaitForAsync(number);

            _receiver.Release();

            using var released = await answer.WaitAsync(TimeSpan.FromSeconds(30), Token);
            Assert.Equal(HttpStatusCode.OK, released.StatusCode);
        }
    }

    [Fact]
    public async Task A_sender_that_gives_up_on_a_hanging_request_frees_it()
    {
        _receiver.Always("/hang", Answer.Hanging);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var answer = _client.PostAsync(_receiver.UrlOf("/hang"), null, patience.Token);
        var request = await _receiver.WaitForAsync(_ => true);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await Patience.WithinAsync(request.Answered, () => "the receiver still waits for a sender that is gone");
    }

    [Theory]
    [InlineData(AnswerEnding.AbortInstead)]
    [InlineData(AnswerEnding.AbortMidBody)]
    public async Task A_connection_can_be_aborted(AnswerEnding ending)
    {
        _receiver.Always("/abort", Answer.With(200, "half") with { Ending = ending });

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("/abort"));

        Assert.Equal(1, _receiver.Count);
    }

    [Fact]
    public async Task A_body_can_drip()
    {
        using var pieces = new SemaphoreSlim(0);
        _receiver.Always("/drip", Answer.Dripping("abcde"u8.ToArray(), size: 2, _ => pieces.WaitAsync(Token)));
        using var request = new HttpRequestMessage(HttpMethod.Post, _receiver.UrlOf("/drip"));
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        await using var body = await answer.Content.ReadAsStreamAsync(Token);
        var buffer = new byte[16];

        foreach (var expected in new[] { "ab", "cd", "e" })
        {
            pieces.Release();
            var count = await body.ReadAsync(buffer, Token);
            Assert.Equal(expected, Encoding.ASCII.GetString(buffer, 0, count));
        }
    }

    [Fact]
    public async Task Many_requests_at_once_are_all_kept()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), Token, async (i, _) => (await PostAsync("/many", $"{i}")).Dispose());

        var all = await _receiver.WaitForAsync(500);
        Assert.Equal(500, all.Select(request => request.Text).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 500), all.Select(request => request.Number).Order());
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body = "") => _client.PostAsync(_receiver.UrlOf(path), new StringContent(body), Token);
}
