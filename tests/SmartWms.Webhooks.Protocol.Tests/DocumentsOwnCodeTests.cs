using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SmartWms.Webhooks.Protocol.Tests;

/// <summary>The receivers' code that the two documents print must accept what this package signs.</summary>
public sealed class DocumentsOwnCodeTests
{
    // As printed, its line breaks included.
    private const string English = """
        const crypto = require('crypto');

        function verifyWebhook(payload, signature, secret) { const expected = crypto .createHmac('sha256', secret) .update(payload) .digest('hex');

        return crypto.timingSafeEqual( Buffer.from(signature), Buffer.from(expected) ); }
        """;

    // As printed, but for the two names it leaves to its reader.
    private const string Thai = """
        const hmac = require('crypto').createHmac

        const expected = hmac('sha256', secret).update(body).digest('hex')
        if (expected !== receivedSignature) throw 'Invalid'
        """;

    private const string Arguments = "const [header, secret, base64] = process.argv.slice(1); const body = Buffer.from(base64, 'base64');";
    private const string Body = """{"id":"evt_2026_001234","type":"order.shipped","timestamp":"2026-05-29T14:32:11Z","data":{"customer":"ลูกค้า 📦"}}""";

    public static TheoryData<string> Secrets => ["wms-secret-0123456789abcdef", "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY", "ความลับของคลังสินค้า"];

    [Theory]
    [MemberData(nameof(Secrets))]
    public async Task The_english_documents_code_accepts_our_signature(string secret)
    {
        var signature = Header(SignatureScheme.SmartWms, secret, WebhookHeaders.SmartWmsSignature);
        var script = $"{Arguments} {English} console.log(verifyWebhook(body, header, secret), verifyWebhook(body.toString('utf8'), header, secret));";

        Assert.Equal("true true", await NodeAsync(script, signature, secret, Body));
        Assert.Equal("false false", await NodeAsync(script, signature, secret, Body + " "));
    }

    [Theory]
    [MemberData(nameof(Secrets))]
    public async Task The_thai_documents_code_accepts_our_signature(string secret)
    {
        var signature = Header(SignatureScheme.Wms, secret, WebhookHeaders.WmsSignature);
        var script = $$"""
            {{Arguments}} const receivedSignature = header.slice('sha256='.length);
            try {
            {{Thai}}
            console.log('accepted') } catch (refusal) { console.log(refusal) }
            """;

        Assert.Equal("accepted", await NodeAsync(script, signature, secret, Body));
        Assert.Equal("Invalid", await NodeAsync(script, signature, secret, Body + " "));
    }

    private static string Header(SignatureScheme scheme, string secret, string name) => WebhookSigner
        .Headers(scheme, WebhookSecret.Parse(secret), "evt_2026_001234", DateTimeOffset.UnixEpoch.AddYears(56), Encoding.UTF8.GetBytes(Body))
        .Single(header => header.Key == name).Value;

    private static async Task<string> NodeAsync(string script, string header, string secret, string body)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-e", script, "--", header, secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(body)) })
        {
            start.ArgumentList.Add(argument);
        }

        using var node = Start(start);
        var output = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(node.ExitCode == 0, await errors);
        return (await output).Trim();
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("node is not on the PATH, and the documents' code is for node.");
            throw;
        }
    }
}
