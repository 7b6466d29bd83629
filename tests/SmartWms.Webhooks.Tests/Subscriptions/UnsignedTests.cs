using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Subscriptions;

/// <summary>No request goes out without the signature that its contract promises, however its webhook came to a secret that cannot make one.</summary>
public sealed class UnsignedTests
{
    private const string PlainSecret = "a-secret-of-some-length";

    [Fact]
    public async Task Nothing_is_sent_after_a_host_gave_a_contract_another_scheme_that_the_secret_cannot_sign()
    {
        var stores = MemoryStores.Open();
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using (var before = await StartAsync(stores, SignatureScheme.SmartWms))
        {
            await before.SubscribeAsync(receiver.UrlOf("/hook"), form => (form.Contract, form.Secret) = ("acme", PlainSecret));
        }

        await using var after = await StartAsync(stores, SignatureScheme.StandardWebhooks);
        await after.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" });
        var delivery = (await after.WaitForAsync(rows => rows.Count == 1 && rows[0].Attempts > 0))[0];

        Assert.Equal((FailureClass.InvalidRequest, 0), (delivery.Failure, receiver.Count));
        Assert.Contains(after.Logs.Entries, entry => entry.EventId.Id == 1804);
    }

    [Fact]
    public async Task A_webhook_whose_secret_cannot_sign_in_its_contract_is_not_imported()
    {
        await using var engine = await StartAsync(MemoryStores.Open(), SignatureScheme.SmartWms);
        await engine.SubscribeAsync("https://erp.example.com/hook", form => (form.Contract, form.Secret) = ("smartwms", PlainSecret));
        using var file = new MemoryStream();
        await engine.Webhooks.ExportAsync(file);
        var changed = Encoding.UTF8.GetString(file.ToArray()).Replace("\"smartwms\"", "\"standardwebhooks\"", StringComparison.Ordinal);
        await using var other = await StartAsync(MemoryStores.Open(), SignatureScheme.SmartWms);

        var refused = await Assert.ThrowsAsync<WebhookInputException>(() => other.Webhooks.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(changed))));

        Assert.Contains("cannot sign in its contract 'standardwebhooks'", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(PlainSecret, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await other.Webhooks.ListAsync(new SubscriptionQuery()));
    }

    private static Task<TestEngine> StartAsync(WebhookStores stores, SignatureScheme scheme) => TestEngine.StartAsync(
        build: builder => builder.UseStores(_ => stores).AddContract(WebhookContract.SmartWms with { Name = "acme", HeaderPrefix = "Acme", Scheme = scheme }));
}
