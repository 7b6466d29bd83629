namespace SmartWms.Webhooks.Tests.Samples;

/// <summary>A plain Node server that runs the code which the documents print for receivers must accept what QuickStart sends.</summary>
public sealed class DocumentsOwnReceiverTests
{
    private const string Secret = "a-secret-of-the-erp";

    // As printed, its line breaks included.
    private const string English = """
        const crypto = require('crypto');

        function verifyWebhook(payload, signature, secret) { const expected = crypto .createHmac('sha256', secret) .update(payload) .digest('hex');

        return crypto.timingSafeEqual( Buffer.from(signature), Buffer.from(expected) ); }
        """;

    private const string EnglishAccepts = "const accepts = (body, headers) => verifyWebhook(body, headers['x-smartwms-signature'] ?? '', secret);";

    // As printed, but for the two names it leaves to its reader.
    private const string Thai = """
        const hmac = require('crypto').createHmac
        const accepts = (body, headers) => {
        const receivedSignature = (headers['x-wms-signature'] ?? '').slice('sha256='.length)
        const expected = hmac('sha256', secret).update(body).digest('hex')
        if (expected !== receivedSignature) throw 'Invalid'
        return true }
        """;

    private const string Server = """
        const http = require('http');
        const secret = process.argv[1];
        const server = http.createServer((request, response) => {
          const parts = [];
          request.on('data', part => parts.push(part));
          request.on('end', () => {
            let accepted = false;
            try { accepted = accepts(Buffer.concat(parts), request.headers); } catch (refusal) { accepted = false; }
            response.statusCode = accepted ? 200 : 401;
            response.end(accepted ? 'accepted by the document' : 'refused by the document');
          });
        });
        server.listen(0, '127.0.0.1', () => console.log(server.address().port));
        """;

    [Theory]
    [InlineData("order.shipped", """{"orderId":"ord_789","carrier":"ไปรษณีย์ไทย 📦"}""")]
    [InlineData("cycle_count.finished", """[1, 2.50, "ข้าวหอมมะลิ"]""")]
    public async Task The_english_documents_server_accepts_what_it_is_sent(string type, string data)
    {
        await using var server = Running.Node($"{English}\n{EnglishAccepts}\n{Server}", Secret);
        var url = $"http://127.0.0.1:{await server.ReadLineAsync()}/webhooks/wms";

        AssertAccepted(await RunAsync("--url", url, "--contract", "smartwms", "--secret", Secret, "--event", type, "--data", data));
        AssertRefused(await RunAsync("--url", url, "--contract", "smartwms", "--secret", Secret + "!", "--event", type, "--data", data));
    }

    [Theory]
    [InlineData("grn.confirmed", """{"grn_no":"GRN-2026-0042","คลัง":"บางนา 📦"}""")]
    [InlineData("cycle_count.finished", "null")]
    public async Task The_thai_documents_server_accepts_what_it_is_sent(string type, string data)
    {
        await using var server = Running.Node($"{Thai}\n{Server}", Secret);
        var url = $"http://localhost:{await server.ReadLineAsync()}/webhooks/wms";

        AssertAccepted(await RunAsync("--url", url, "--contract", "wms", "--secret", Secret, "--event", type, "--data", data));
        AssertRefused(await RunAsync("--url", url, "--contract", "wms", "--secret", Secret + "!", "--event", type, "--data", data));
    }

    private static void AssertAccepted(Finished run)
    {
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains("accepted by the document", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Output, StringComparison.Ordinal);
    }

    private static void AssertRefused(Finished run)
    {
        Assert.True(run.ExitCode == 1, run.Output + run.Errors);
        Assert.Contains("it rejected the request", run.Output, StringComparison.Ordinal);
    }

    private static async Task<Finished> RunAsync(params string[] arguments)
    {
        await using var process = Running.Sample("QuickStart", arguments);
        return await process.FinishAsync();
    }
}
