using System.Diagnostics;
using System.Globalization;
using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receivers.Tests;

/// <summary>The libraries that Standard Webhooks itself publishes verify what we send, and we verify what they sign.</summary>
public sealed class NpmPackageTests
{
    private static readonly NpmFolder Npm = new("standardwebhooks@1.1.1", "svix@1.99.1");

    private const string Secret = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    private const string Server = """
        const { Webhook } = require(process.argv[1]);
        require('node:http').createServer((request, response) => {
          const parts = [];
          request.on('data', part => parts.push(part)).on('end', () => {
            let event;
            try { event = new Webhook(process.argv[2]).verify(Buffer.concat(parts).toString(), request.headers); } catch (refusal) { }
            response.writeHead(event ? 200 : 401).end(event?.id);
          });
        }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
        """;

    private const string Signer = """
        const { Webhook } = require(process.argv[1]);
        const [secret, id, seconds, body] = process.argv.slice(2);
        console.log(new Webhook(secret).sign(id, new Date(Number(seconds) * 1000), body));
        """;

    [Theory]
    [InlineData("standardwebhooks", "standardwebhooks")]
    [InlineData("standardwebhooks", "smartwms")]
    [InlineData("svix", "standardwebhooks")]
    [InlineData("svix", "wms")]
    public async Task It_verifies_what_the_engine_sends_in_every_contract(string package, string contract)
    {
        using var server = await NodeAsync(Server, package, Secret);
        var url = $"http://127.0.0.1:{await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)}/";
        await using var engine = await TestEngine.StartAsync();
        await engine.SubscribeAsync(url, form => (form.Contract, form.Secret) = (contract, Secret));
        await engine.SubscribeAsync(url, form => form.Contract = contract);       // with a secret of its own, which the server does not know

        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { carrier = "ไปรษณีย์ไทย 📦" });
        var deliveries = await engine.WaitForAsync(all => all.Count == 2 && all.All(delivery => delivery.StatusCode is not null));

        Assert.Equal([200, 401], deliveries.Select(delivery => delivery.StatusCode!.Value).Order());
        Assert.Single(deliveries, delivery => delivery.State == DeliveryState.Delivered);
        server.Kill(entireProcessTree: true);
    }

    [Theory]
    [InlineData("standardwebhooks")]
    [InlineData("svix")]
    public async Task We_verify_what_it_signs(string package)
    {
        const string Body = """{"id":"evt_1","type":"order.shipped","timestamp":"2026-05-29T14:32:11Z","data":{"carrier":"ไปรษณีย์ไทย 📦"}}""";
        var now = DateTimeOffset.UtcNow;
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var signer = await NodeAsync(Signer, package, Secret, "evt_1", seconds, Body);
        var signature = (await signer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();

        Assert.Equal(WebhookVerification.Valid, Verify(signature, seconds, Body, now));
        Assert.Equal(WebhookVerification.SignatureMismatch, Verify(signature, seconds, Body + " ", now));
        Assert.Equal(WebhookVerification.OutsideTolerance, Verify(signature, seconds, Body, now.AddSeconds(-400)));
        Assert.Equal(signature, WebhookSigner.SignStandard(WebhookSecret.Parse(Secret), "evt_1", now.ToUnixTimeSeconds(), Encoding.UTF8.GetBytes(Body)));
    }

    private static WebhookVerification Verify(string signature, string seconds, string body, DateTimeOffset now) =>
        WebhookVerifier.For(SignatureScheme.StandardWebhooks, Secret).Verify(
            Encoding.UTF8.GetBytes(body),
            name => name switch { WebhookHeaders.Id => ["evt_1"], WebhookHeaders.Timestamp => [seconds], WebhookHeaders.Signature => [signature], _ => [] },
            now);

    private static Task<Process> NodeAsync(string script, string package, params string[] arguments) => Npm.RunAsync(script, Assert.Skip, [package, .. arguments]);
}
