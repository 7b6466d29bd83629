using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class DataProtectionTests
{
    private const string Secret = "CANARY-secret-of-some-length";

    [Fact]
    public async Task Secrets_lie_sealed_in_the_file_and_another_process_with_the_same_keys_signs_with_them()
    {
        using var folder = new TempFolder();
        await using (var first = await StartAsync(folder))
        {
            await first.Webhooks.CreateAsync(new NewWebhookSubscription
            {
                Name = "ERP",
                Url = first.Receiver.UrlOf("/erp"),
                EventTypes = ["order.*"],
                Secret = Secret,
                Headers = { ["X-Api-Key"] = "CANARY-header-value" },
            });
            await first.DeliverAsync();
        }

        foreach (var file in Directory.GetFiles(folder.Path, "webhooks.db*"))
        {
            Assert.DoesNotContain("CANARY", Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        }

        await using var second = await StartAsync(folder);
        var webhook = (await second.Webhooks.ListAsync(new SubscriptionQuery())).Single();

        // Past the engine, which takes no header value along to another port.
        var store = second.Services.GetRequiredService<ISubscriptionStore>();
        await store.UpdateAsync((await store.GetAsync(webhook.Id, default))! with { Url = second.Receiver.UrlOf("/erp") }, default);
        await second.DeliverAsync();
        var request = second.Receiver.Requests.Single();
        var verifier = WebhookVerifier.For(SignatureScheme.SmartWms, Secret);
        Assert.Equal(WebhookVerification.Valid, verifier.Verify(request.Body.Span, request.HeaderValues, DateTimeOffset.UtcNow));
        Assert.Contains(request.Headers, header => header is { Key: "X-Api-Key", Value: "CANARY-header-value" });
    }

    [Fact]
    public async Task What_lay_there_unsealed_opens_while_the_host_goes_over_and_is_sealed_by_a_reseal()
    {
        using var folder = new TempFolder();
        await using (var before = await ApiHost.StartAsync(engine => engine.UseSqlite($"Data Source={folder["webhooks.db"]}")))
        {
            await before.Webhooks.CreateAsync(new NewWebhookSubscription { Name = "ERP", Url = "https://127.0.0.1/erp", EventTypes = ["*"], Secret = Secret });
        }

        await using (var tooEarly = await StartAsync(folder))
        {
            var webhook = (await tooEarly.Webhooks.ListAsync(new SubscriptionQuery())).Single();
            Assert.Null(webhook.SecretHint);
            var error = await Assert.ThrowsAsync<WebhookKeyException>(() => tooEarly.Webhooks.RotateSecretAsync(webhook.Id));
            Assert.Contains("opensUnsealed", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        }

        await using (var during = await StartAsync(folder, opensUnsealed: true))
        {
            Assert.Equal("…ngth", (await during.Webhooks.ListAsync(new SubscriptionQuery())).Single().SecretHint);
            Assert.Equal(1, await during.Webhooks.ResealAsync());
        }

        await using var after = await StartAsync(folder);
        Assert.Equal("…ngth", (await after.Webhooks.ListAsync(new SubscriptionQuery())).Single().SecretHint);
    }

    [Fact]
    public async Task What_was_sealed_with_keys_that_are_gone_is_not_taken_for_unsealed()
    {
        using var folder = new TempFolder();
        await using (var before = await StartAsync(folder))
        {
            await before.Webhooks.CreateAsync(new NewWebhookSubscription { Name = "ERP", Url = "https://127.0.0.1/erp", EventTypes = ["*"], Secret = Secret });
        }

        Directory.Delete(folder["keys"], recursive: true);
        await using var after = await StartAsync(folder, opensUnsealed: true);

        Assert.Null((await after.Webhooks.ListAsync(new SubscriptionQuery())).Single().SecretHint);
        Assert.Equal(0, await after.Webhooks.ResealAsync());
    }

    private static Task<ApiHost> StartAsync(TempFolder folder, bool opensUnsealed = false) => ApiHost.StartAsync(engine =>
    {
        engine.UseSqlite($"Data Source={folder["webhooks.db"]}").ProtectSecretsWithDataProtection(opensUnsealed);
        engine.Services.AddDataProtection().SetApplicationName("wms").PersistKeysToFileSystem(new DirectoryInfo(folder["keys"]));
    });
}
