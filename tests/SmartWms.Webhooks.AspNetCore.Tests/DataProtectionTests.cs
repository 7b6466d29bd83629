using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class DataProtectionTests
{
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
                Secret = "CANARY-secret-of-some-length",
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
        var verifier = WebhookVerifier.For(SignatureScheme.SmartWms, "CANARY-secret-of-some-length");
        Assert.Equal(WebhookVerification.Valid, verifier.Verify(request.Body.Span, request.HeaderValues, DateTimeOffset.UtcNow));
        Assert.Contains(request.Headers, header => header is { Key: "X-Api-Key", Value: "CANARY-header-value" });
    }

    private static Task<ApiHost> StartAsync(TempFolder folder) => ApiHost.StartAsync(engine =>
    {
        engine.UseSqlite($"Data Source={folder["webhooks.db"]}").ProtectSecretsWithDataProtection();
        engine.Services.AddDataProtection().SetApplicationName("wms").PersistKeysToFileSystem(new DirectoryInfo(folder["keys"]));
    });
}
