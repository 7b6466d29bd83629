using System.Net.Http.Headers;
using System.Text;

namespace SmartWms.Webhooks.Protocol.Tests;

/// <summary>The package's README, compiled and run: its lines are these lines.</summary>
public sealed class ReadmeTests
{
    private const string CurrentSecret = "current-secret-of-the-erp";
    private const string PreviousSecret = "previous-secret-of-the-erp";
    private const string Whsec = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY";
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Sent = Encoding.UTF8.GetBytes("""{"id":"evt_123456"}""");

    [Fact]
    public void Every_line_of_code_in_the_readme_is_compiled_here()
    {
        var compiled = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "ReadmeTests.Net.cs")).Select(line => line.Trim()).ToHashSet();
        var blocks = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).Split("```");
        var lines = blocks.Where(block => block.StartsWith("csharp\n", StringComparison.Ordinal))
            .SelectMany(block => block.Split('\n')[1..]).Select(line => line.Trim()).Where(line => line.Length > 0).ToList();

        Assert.True(lines.Count > 10);
        Assert.Equal([], lines.Where(line => !compiled.Contains(line)));
    }

    [Theory]
    [InlineData(CurrentSecret, 200)]
    [InlineData(PreviousSecret, 200)]
    [InlineData("somebody else's secret", 401)]
    public void The_snippet_for_SmartWms_takes_both_secrets(string signedWith, int status) =>
        Assert.Equal(status, AnswerSmartWms(Sent, Signed(SignatureScheme.SmartWms, signedWith), Now, CurrentSecret, PreviousSecret));

    [Fact]
    public void The_snippet_for_Wms_verifies() =>
        Assert.Equal(WebhookVerification.Valid, VerifyWms(Sent, Signed(SignatureScheme.Wms, CurrentSecret), Now, CurrentSecret));

    [Fact]
    public void The_snippet_for_StandardWebhooks_verifies() =>
        Assert.Equal(WebhookVerification.Valid, VerifyStandard(Sent, Signed(SignatureScheme.StandardWebhooks, Whsec), Now, Whsec));

    [Fact]
    public void What_the_snippet_signs_is_read_by_the_snippet_that_reads() => Assert.Equal("ord_789", ReadOrderId(SignExample(Now)));

    private static int AnswerSmartWms(byte[] body, HttpHeaders headers, DateTimeOffset now, string currentSecret, string previousSecret)
    {
        var verifier = WebhookVerifier.For(SignatureScheme.SmartWms, currentSecret, previousSecret);
        var result = verifier.Verify(body, name => headers.GetValues(name), now);
        if (result != WebhookVerification.Valid)
        {
            return 401;     // and log the result: MissingHeader, SignatureMismatch, NoUsableSecret …
        }

        return 200;
    }

    private static WebhookVerification VerifyWms(byte[] body, HttpHeaders headers, DateTimeOffset now, string secret)
    {
        var verifier = WebhookVerifier.For(SignatureScheme.Wms, secret);
        var result = verifier.Verify(body, name => headers.GetValues(name), now);
        return result;
    }

    private static WebhookVerification VerifyStandard(byte[] body, HttpHeaders headers, DateTimeOffset now, string whsec)
    {
        var verifier = WebhookVerifier.For(SignatureScheme.StandardWebhooks, [WebhookSecret.Parse(whsec)], tolerance: TimeSpan.FromSeconds(300));
        var result = verifier.Verify(body, name => headers.GetValues(name), now);
        return result;
    }

    private static string? ReadOrderId(byte[] body)
    {
        if (WebhookEnvelope.TryRead(body, out var received) && received.Type == WmsEvents.OrderShipped)
        {
            var orderId = received.Data.GetProperty("orderId").GetString();     // "order_id" in the Wms contract
            return orderId;
        }

        return null;
    }

    private static byte[] SignExample(DateTimeOffset now)
    {
        var secret = WebhookSecret.Generate();      // whsec_ and 32 random bytes; secret.Reveal() is the only way to its text
        var body = WebhookEnvelope.Write("evt_123456", WmsEvents.OrderShipped, now, """{"orderId":"ord_789"}"""u8);
        var headers = WebhookSigner.Headers(SignatureScheme.SmartWms, secret, "evt_123456", now, body);
        Assert.Equal(4, headers.Count);
        return body;
    }

    private static HttpRequestHeaders Signed(SignatureScheme scheme, string secret)
    {
        var headers = new HttpRequestMessage().Headers;
        foreach (var (name, value) in WebhookSigner.Headers(scheme, WebhookSecret.Parse(secret), "evt_123456", Now, Sent))
        {
            headers.Add(name, value);
        }

        return headers;
    }
}
