using System.Text;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Stores.Tests.PostgreSql;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests.Tenants;

public sealed class TransferTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Webhooks_of_a_SQLite_host_go_on_in_PostgreSQL_with_the_same_secrets_and_states()
    {
        using var folder = new TempFolder();
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        await using var receiver = await ScriptedReceiver.StartAsync();
        using var file = new MemoryStream();
        WebhookSecret secret;
        IReadOnlyList<WebhookSubscription> before;
        await using (var old = await TestEngine.StartAsync(build: builder => builder.UseSqlite($"Data Source={folder["wms.db"]}")))
        {
            await old.SubscribeAsync(receiver.UrlOf("/gone"));
            var made = await old.Webhooks.CreateAsync(
                new NewWebhookSubscription
                {
                    Name = "คลังสินค้า",
                    Url = receiver.UrlOf("/hook"),
                    EventTypes = ["order.*", "inventory.low"],
                    TenantId = "acme",
                    Channels = ["warehouse:BKK1"],
                    Headers = { ["X-Api-Key"] = "CANARY-key" },
                    Schedule = [TimeSpan.FromSeconds(5)],
                    Deadline = TimeSpan.FromSeconds(7),
                    MaxInFlight = 3,
                    Rate = new RateLimit(100, TimeSpan.FromMinutes(1)),
                },
                Cancellation);
            secret = made.Secret;
            var paused = await old.SubscribeAsync(receiver.UrlOf("/paused"));
            await old.Webhooks.PauseAsync(paused, "stock-taking", cancellationToken: Cancellation);
            var first = (await old.Webhooks.ListAsync(new SubscriptionQuery(), Cancellation))[0].Id;
            await old.Webhooks.DeleteAsync(first, cancellationToken: Cancellation);
            before = await old.Webhooks.ListAsync(new SubscriptionQuery(), Cancellation);
            Assert.Equal(2, await old.Webhooks.ExportAsync(file, cancellationToken: Cancellation));
        }

        await using var engine = await TestEngine.StartAsync(build: builder => builder.UsePostgreSql(postgres.ConnectionString));
        file.Position = 0;
        Assert.Equal(new WebhookImport(2, 0), await engine.Webhooks.ImportAsync(file, Cancellation));
        file.Position = 0;
        Assert.Equal(new WebhookImport(0, 2), await engine.Webhooks.ImportAsync(file, Cancellation));

        var after = await engine.Webhooks.ListAsync(new SubscriptionQuery(), Cancellation);
        Assert.Equal(before.Select(Shown), after.Select(Shown));
        await engine.Dispatcher.PublishAsync(
            WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { TenantId = "acme", Channels = ["warehouse:BKK1"] }, Cancellation);
        var request = (await receiver.WaitForAsync(1))[0];
        Assert.Equal(("/hook", "CANARY-key"), (request.Path, request.Header("X-Api-Key")));
        Assert.Equal(WebhookVerification.Valid, WebhookVerifier.For(SignatureScheme.SmartWms, [secret]).Verify(request.Body.ToArray(), request.HeaderValues, TimeProvider.System.GetUtcNow()));
    }

    [Fact]
    public async Task An_import_with_one_bad_line_names_it_without_a_secret_and_stores_nothing()
    {
        await using var engine = await TestEngine.StartAsync();
        await engine.SubscribeAsync("http://127.0.0.1:9999/good");
        using var file = new MemoryStream();
        await engine.Webhooks.ExportAsync(file, cancellationToken: Cancellation);
        var good = Encoding.UTF8.GetString(file.ToArray());
        var elsewhere = good.Replace("/good", "/other", StringComparison.Ordinal);

        foreach (var (bad, reason) in new[]
        {
            ("{\"secret\":\"CANARY\"}", "Line 2: this is no webhook"),
            ("CANARY", "Line 2: this is no webhook"),
            (good.Replace("http://127.0.0.1:9999/good", "http://10.0.0.1/CANARY", StringComparison.Ordinal), "Line 2: Url"),
            (good.Replace("\"*\"", "\"nobody.knows\"", StringComparison.Ordinal), "Line 2: EventTypes"),
            (System.Text.RegularExpressions.Regex.Replace(good, "\"sealed\":\"[^\"]*\"", "\"sealed\":\"AAAA\""), "Line 2: the secrets of 'test' cannot be opened"),
        })
        {
            using var source = new MemoryStream(Encoding.UTF8.GetBytes(elsewhere + bad));
            var refused = await Assert.ThrowsAsync<WebhookInputException>(() => engine.Webhooks.ImportAsync(source, Cancellation));
            Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        }

        Assert.Single(await engine.Webhooks.ListAsync(new SubscriptionQuery(), Cancellation));
    }

    private static string Shown(WebhookSubscription webhook) => string.Join('|', [
        webhook.TenantId, webhook.Key, webhook.Name, webhook.Url, string.Join(',', webhook.EventTypes), string.Join(',', webhook.Channels), webhook.Contract,
        string.Join(',', webhook.HeaderNames), string.Join(',', webhook.Schedule ?? []), $"{webhook.Deadline}", $"{webhook.MaxInFlight}", $"{webhook.Rate}", $"{webhook.State}",
        webhook.StateReason, webhook.SecretHint, $"{webhook.CreatedAt.ToUnixTimeMilliseconds()}"]);
}
