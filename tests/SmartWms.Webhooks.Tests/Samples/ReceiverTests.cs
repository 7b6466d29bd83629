using System.Net;
using System.Text;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Samples;

public sealed class ReceiverTests
{
    private const string Secret = "a-secret-of-the-erp";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_1","type":"order.shipped","timestamp":"2026-05-29T14:32:11Z","data":{"order_id":"ORD-1"}}""");

    [Fact]
    public async Task It_takes_what_is_signed_once_and_refuses_the_rest()
    {
        var port = FreePort.Next();
        await using var receiver = Running.Sample("Receiver", "--secret", Secret, "--scheme", "Wms", "--port", $"{port}");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Patience.UntilAsync(() => AnswersAsync(client), () => "samples/Receiver does not listen");

        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, Body, Secret));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, Body, Secret));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(client, Body, "the-secret-of-somebody"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, "signed, and no event"u8.ToArray(), Secret));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(client, new byte[WebhookVerifier.MaxBodyLength + 1], Secret));
        await receiver.TerminateAsync();
        var run = await receiver.FinishAsync();
        Assert.Single(run.Output.Split('\n'), line => line == """order.shipped evt_1 {"order_id":"ORD-1"}""");
        Assert.Contains("A request was refused: SignatureMismatch, ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--scheme", "Wms")]
    [InlineData("--secret", "short")]
    [InlineData("--secret", Secret, "--previous", "short")]
    [InlineData("--secret", Secret, "--scheme", "StandardWebhooks")]
    [InlineData("--secret", Secret, "--scheme", "7")]
    [InlineData("--secret", Secret, "--port", "99999")]
    public async Task It_does_not_start_with_settings_that_could_verify_nothing(params string[] arguments)
    {
        await using var receiver = Running.Sample("Receiver", arguments);
        var run = await receiver.FinishAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("give --secret SECRET", run.Errors, StringComparison.Ordinal);
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, byte[] body, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/wms") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");

        // Ask first: who refuses a body by its length closes the connection while it is still being sent.
        request.Headers.ExpectContinue = body.Length > WebhookVerifier.MaxBodyLength;
        foreach (var (name, value) in WebhookSigner.Headers(SignatureScheme.Wms, WebhookSecret.Parse(secret), "evt_1", DateTimeOffset.UtcNow, body))
        {
            request.Headers.Add(name, value);
        }

        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
