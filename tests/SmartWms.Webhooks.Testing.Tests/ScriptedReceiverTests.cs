using System.Text;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Testing.Tests;

public sealed class ScriptedReceiverTests
{
    private const string Secret = "a-secret-of-the-erp";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_1","type":"order.shipped","timestamp":"2030-01-01T12:00:00Z","data":{"orderId":"ord_1"}}""");

    [Fact]
    public async Task It_keeps_what_came_and_reads_the_event()
    {
        await using var receiver = await ScriptedReceiver.StartAsync(new TestClock());

        await PostAsync(receiver, Secret, "hooks/erp?a=1");

        var request = Assert.Single(receiver.Requests);
        Assert.Equal(("/hooks/erp?a=1", 1, WebhookVerification.NotVerified), (request.Target, request.Number, request.Verification));
        Assert.Equal(("evt_1", "order.shipped", "ord_1"), (request.Event.Id, request.Event.Type, request.Event.Data.GetProperty("orderId").GetString()));
        Assert.Equal(64, request.Header("x-smartwms-signature")!.Length);
        Assert.Null(request.Header("X-Nothing"));
    }

    [Fact]
    public async Task With_its_secret_it_refuses_what_is_not_signed_rightly_and_uses_no_answer_up_for_it()
    {
        await using var receiver = await ScriptedReceiver.StartAsync(new TestClock());
        receiver.VerifyWith(SignatureScheme.SmartWms, Secret).Next(ReceiverAnswer.Status(202));

        Assert.Equal(401, await PostAsync(receiver, "the-secret-of-somebody"));
        Assert.Equal(202, await PostAsync(receiver, Secret));
        Assert.Equal(200, await PostAsync(receiver, Secret));
        Assert.Equal(
            [WebhookVerification.SignatureMismatch, WebhookVerification.Valid, WebhookVerification.Valid],
            receiver.AssertReceived(3).Select(request => request.Verification));
    }

    [Fact]
    public async Task A_release_lets_every_request_go_that_can_be_seen()
    {
        await using var receiver = await ScriptedReceiver.StartAsync(new TestClock());
        receiver.Always(ReceiverAnswer.Hanging);
        for (var number = 1; number <= 300; number++)
        {
            var posted = PostAsync(receiver, Secret);
            SpinWait.SpinUntil(() => receiver.Requests.Count == number, TimeSpan.FromSeconds(30));

            receiver.Release();

            Assert.Equal(200, await posted.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData(SignatureScheme.SmartWms, "short")]
    [InlineData(SignatureScheme.StandardWebhooks, Secret)]
    public async Task A_secret_that_could_verify_nothing_is_refused(SignatureScheme scheme, string secret)
    {
        await using var receiver = await ScriptedReceiver.StartAsync(new TestClock());

        Assert.Throws<ArgumentException>(() => receiver.VerifyWith(scheme, secret));
    }

    [Fact]
    public async Task A_wrong_count_lists_what_came()
    {
        await using var receiver = await ScriptedReceiver.StartAsync(new TestClock());
        Assert.Equal("Expected 1 requests, and 0 came.", Assert.Throws<WebhookAssertionException>(() => receiver.AssertReceived(1)).Message);
        receiver.Always(ReceiverAnswer.BadSignature);
        await PostAsync(receiver, Secret);

        var wrong = Assert.Throws<WebhookAssertionException>(() => receiver.AssertReceived(0));

        Assert.Contains("Expected 0 requests, and 1 came:", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("#1 / evt_1, answered 401", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_is_no_answer_and_a_busy_receiver_says_how_long()
    {
        await using var receiver = await ScriptedReceiver.StartAsync(new TestClock());
        receiver.Next(ReceiverAnswer.Dropped, ReceiverAnswer.Busy(TimeSpan.FromMinutes(2)));
        using var client = new HttpClient();
        var url = new Uri(receiver.Url);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(url, new ByteArrayContent(Body)));
        using var busy = await client.PostAsync(url, new ByteArrayContent(Body));

        Assert.Equal((503, 120), ((int)busy.StatusCode, busy.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal(2, (await receiver.WaitForAsync(2)).Count);
    }

    [Theory]
    [InlineData(199)]
    [InlineData(600)]
    public void A_status_that_is_no_answer_is_refused(int status) => Assert.Throws<ArgumentOutOfRangeException>(() => ReceiverAnswer.Status(status));

    private static async Task<int> PostAsync(ScriptedReceiver receiver, string secret, string path = "")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Url + path) { Content = new ByteArrayContent(Body) };
        foreach (var (name, value) in WebhookSigner.Headers(SignatureScheme.SmartWms, WebhookSecret.Parse(secret), "evt_1", DateTimeOffset.UtcNow, Body))
        {
            request.Headers.Add(name, value);
        }

        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
