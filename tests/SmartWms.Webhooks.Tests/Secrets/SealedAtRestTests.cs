using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Secrets;

/// <summary>The key ring in a host on a SQLite file.</summary>
public sealed class SealedAtRestTests : IDisposable
{
    private const string Secret = "CANARY-secret-of-the-erp";
    private const string Header = "CANARY-header-of-the-erp";

    private static readonly WebhookKey Old = new("2025", RandomNumberGenerator.GetBytes(32));
    private static readonly WebhookKey New = new("2026", RandomNumberGenerator.GetBytes(32));

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_file_holds_no_secret_and_no_header_value_and_requests_are_signed_with_them()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using (var engine = await StartAsync(new WebhookKeyRing(Old)))
        {
            await SubscribeAsync(engine, receiver);
            await DeliverAsync(engine, receiver, 1);
        }

        Assert.False(FilesHold("CANARY"));
        Assert.True(FilesHold("2025"));
    }

    [Fact]
    public async Task Without_a_protector_the_file_holds_them()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using (var engine = await StartAsync(null))
        {
            await SubscribeAsync(engine, receiver);
        }

        Assert.True(FilesHold(Secret) && FilesHold(Header));
    }

    [Fact]
    public async Task A_rotation_of_keys_is_no_outage_and_afterwards_the_old_key_is_not_needed()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using (var before = await StartAsync(new WebhookKeyRing(Old)))
        {
            await SubscribeAsync(before, receiver);
            await SubscribeAsync(before, receiver);
        }

        await using (var during = await StartAsync(new WebhookKeyRing(New, Old)))
        {
            await DeliverAsync(during, receiver, 2);
            var third = await during.SubscribeAsync(receiver.UrlOf("/hook"), form => form.Secret = Secret);
            await during.Webhooks.DeleteAsync(third, cancellationToken: Cancellation);
            Assert.Equal(2, await during.Webhooks.ResealAsync(Cancellation));
            Assert.Equal(0, await during.Webhooks.ResealAsync(Cancellation));
        }

        await using var after = await StartAsync(new WebhookKeyRing(New));
        await DeliverAsync(after, receiver, 4);
        Assert.Empty(after.Logs.WithId(1804));
    }

    [Fact]
    public async Task What_lay_there_unsealed_is_sealed_when_the_host_goes_over()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using (var before = await StartAsync(null))
        {
            await SubscribeAsync(before, receiver);
        }

        await using (var during = await StartAsync(new WebhookKeyRing(New) { OpensUnsealed = true }))
        {
            await DeliverAsync(during, receiver, 1);
            Assert.Equal(1, await during.Webhooks.ResealAsync(Cancellation));
        }

        await using var after = await StartAsync(new WebhookKeyRing(New));
        await DeliverAsync(after, receiver, 2);
    }

    [Fact]
    public async Task A_deleted_webhook_leaves_no_secret_behind_and_nobody_asks_for_its_key()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        SubscriptionId id;
        await using (var before = await StartAsync(new WebhookKeyRing(Old)))
        {
            id = await SubscribeAsync(before, receiver);
            await before.Webhooks.DeleteAsync(id, cancellationToken: Cancellation);
            Assert.Empty((await before.Services.GetRequiredService<ISubscriptionStore>().GetAsync(id, Cancellation))!.Sealed);
        }

        await using var engine = await StartAsync(new WebhookKeyRing(New));
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, 1, cancellationToken: Cancellation);
        var deleted = Assert.Single(await engine.Webhooks.ListAsync(new SubscriptionQuery { State = SubscriptionState.Deleted }, Cancellation));
        Assert.Null(deleted.SecretHint);
        Assert.Empty(engine.Logs.WithId(1804));
    }

    [Fact]
    public async Task Without_the_key_deliveries_fail_as_InvalidRequest_and_log_and_caller_are_told_which_key_is_missing()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        SubscriptionId id;
        await using (var before = await StartAsync(new WebhookKeyRing(Old)))
        {
            id = await SubscribeAsync(before, receiver);
        }

        await using var engine = await StartAsync(new WebhookKeyRing(New));
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, 1, cancellationToken: Cancellation);
        var row = (await engine.WaitForAsync(page => page is [{ Attempts: 1 }]))[0];
        var webhook = await engine.Webhooks.FindAsync(id, cancellationToken: Cancellation);
        var error = await Assert.ThrowsAsync<WebhookKeyException>(() => engine.Webhooks.RotateSecretAsync(id, cancellationToken: Cancellation));

        Assert.Equal(FailureClass.InvalidRequest, row.Failure);
        Assert.Null(webhook!.SecretHint);
        Assert.Equal("2025", error.KeyId);
        Assert.Contains("\"2025\", which is not in the key ring (2026)", engine.Logs.WithId(1804)[0].Message, StringComparison.Ordinal);
        Assert.Equal(0, receiver.Count);
        Assert.Equal(0, await engine.Webhooks.ResealAsync(Cancellation));
    }

    [Fact]
    public async Task A_declared_webhook_whose_key_is_missing_stops_the_start_with_the_keys_id()
    {
        static void Declare(WmsWebhooksOptions options) =>
            options.Webhooks["erp"] = new DeclaredWebhook { Url = "https://erp.example.com/", Secret = Secret, EventTypes = ["*"] };

        await (await StartAsync(new WebhookKeyRing(Old), Declare)).DisposeAsync();

        var error = await Assert.ThrowsAsync<WebhookKeyException>(() => StartAsync(new WebhookKeyRing(New), Declare));
        Assert.Equal("2025", error.KeyId);
    }

    [Fact]
    public async Task An_export_is_sealed_and_opens_only_where_the_key_is()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        using var file = new MemoryStream();
        await using (var engine = await StartAsync(new WebhookKeyRing(Old)))
        {
            await SubscribeAsync(engine, receiver);
            await engine.Webhooks.ExportAsync(file, cancellationToken: Cancellation);
        }

        Assert.DoesNotContain("CANARY", Encoding.UTF8.GetString(file.ToArray()), StringComparison.Ordinal);
        await using var with = await TestEngine.StartAsync(build: builder => builder.UseInMemory().ProtectSecretsWith(new WebhookKeyRing(New, Old)));
        await using var without = await TestEngine.StartAsync(build: builder => builder.UseInMemory().ProtectSecretsWith(new WebhookKeyRing(New)));
        file.Position = 0;
        await Assert.ThrowsAsync<WebhookInputException>(() => without.Webhooks.ImportAsync(file, Cancellation));
        file.Position = 0;
        Assert.Equal(1, (await with.Webhooks.ImportAsync(file, Cancellation)).Imported);
        await DeliverAsync(with, receiver, 1);
    }

    private Task<TestEngine> StartAsync(WebhookKeyRing? ring, Action<WmsWebhooksOptions>? configure = null) => TestEngine.StartAsync(configure, builder =>
    {
        builder.UseSqlite($"Data Source={_folder["wms.db"]};Pooling=false");
        return ring is null ? builder : builder.ProtectSecretsWith(ring);
    });

    private static Task<SubscriptionId> SubscribeAsync(TestEngine engine, ScriptedReceiver receiver) =>
        engine.SubscribeAsync(receiver.UrlOf("/hook"), form => (form.Secret, form.Headers["Authorization"]) = (Secret, Header));

    private static async Task DeliverAsync(TestEngine engine, ScriptedReceiver receiver, int until)
    {
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, 1, cancellationToken: Cancellation);
        var request = (await receiver.WaitForAsync(until))[until - 1];
        Assert.Equal(Header, request.Header("Authorization"));
        Assert.Equal(WebhookVerification.Valid, WebhookVerifier.For(SignatureScheme.SmartWms, Secret).Verify(request.Body.ToArray(), request.HeaderValues, TimeProvider.System.GetUtcNow()));
    }

    private bool FilesHold(string text) => Directory.GetFiles(_folder.Path).Any(file => Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains(text, StringComparison.Ordinal));
}
