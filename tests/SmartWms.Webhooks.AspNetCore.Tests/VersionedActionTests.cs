using System.Net;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.AspNetCore.Tests;

/// <summary>An If-Match that is sent is heard, and what it guards is one step with the change.</summary>
public sealed class VersionedActionTests
{
    private const string AtOnce = """{"overlapSeconds":0}""";

    [Fact]
    public async Task A_rotation_of_another_version_than_the_one_that_was_read_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var read = $"\"{webhook.Version}\"";

        var first = await RotateAsync(host, webhook.Id.ToString(), read);
        var second = await RotateAsync(host, webhook.Id.ToString(), read);
        var third = await RotateAsync(host, webhook.Id.ToString(), first.ETag!);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.OK), (first.Status, second.Status, third.Status));
        Assert.Equal("changed", second.Code);
        Assert.Equal("invalid", (await RotateAsync(host, webhook.Id.ToString(), "*")).Code);
    }

    [Fact]
    public async Task An_activation_of_another_secret_than_the_one_that_was_confirmed_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var confirmed = await host.SendAsync("POST", $"/{webhook.Id}/rotate", null);
        await host.Webhooks.ActivateSecretAsync(webhook.Id);
        await host.Webhooks.RotateSecretAsync(webhook.Id);

        var late = await host.SendAsync("POST", $"/{webhook.Id}/activate", null, headers: ("If-Match", confirmed.ETag!));

        Assert.Equal((HttpStatusCode.PreconditionFailed, "changed"), (late.Status, late.Code));
        Assert.NotNull((await host.Webhooks.FindAsync(webhook.Id))!.RotationEndsAt);
    }

    [Fact]
    public async Task Of_rotations_at_once_one_wins_and_the_secret_that_was_shown_is_the_one_that_signs()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RotateAsync(host, webhook.Id.ToString(), $"\"{webhook.Version}\"")));

        var shown = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK).String("secret")!;
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal("changed", answer.Code));
        Assert.Equal("…" + shown[^4..], (await host.Webhooks.FindAsync(webhook.Id))!.SecretHint);
    }

    [Theory]
    [InlineData("DELETE", "", null)]
    [InlineData("POST", "/rotate", AtOnce)]
    public async Task What_somebody_changes_between_the_look_and_the_write_is_not_lost(string method, string action, string? body)
    {
        var stores = MemoryStores.Open();
        var racing = new RacingStore(stores.Subscriptions);
        await using var host = await ApiHost.StartAsync(engine => engine.UseStores(_ => stores with { Subscriptions = racing }));
        var webhook = await host.SubscribeAsync();
        racing.BeforeUpdate = () => host.Webhooks.PauseAsync(webhook.Id, "by somebody else");

        var answer = await host.SendAsync(method, $"/{webhook.Id}{action}", body, headers: ("If-Match", $"\"{webhook.Version}\""));

        Assert.Equal((HttpStatusCode.PreconditionFailed, "changed"), (answer.Status, answer.Code));
        Assert.Equal((SubscriptionState.Paused, webhook.SecretHint), ((await host.Webhooks.FindAsync(webhook.Id))!.State, (await host.Webhooks.FindAsync(webhook.Id))!.SecretHint));
    }

    [Fact]
    public async Task Without_a_version_a_rotation_that_another_one_overtook_is_refused_and_one_that_a_change_overtook_is_not()
    {
        var stores = MemoryStores.Open();
        var racing = new RacingStore(stores.Subscriptions);
        await using var host = await ApiHost.StartAsync(engine => engine.UseStores(_ => stores with { Subscriptions = racing }));
        var webhook = await host.SubscribeAsync();

        WebhookWithSecret? other = null;
        racing.BeforeUpdate = async () => other = await host.Webhooks.RotateSecretAsync(webhook.Id, overlap: TimeSpan.Zero);
        var overtaken = await host.PostAsync($"/{webhook.Id}/rotate", AtOnce);
        var hint = (await host.Webhooks.FindAsync(webhook.Id))!.SecretHint;
        racing.BeforeUpdate = () => host.Webhooks.PauseAsync(webhook.Id);
        var renewed = await host.PostAsync($"/{webhook.Id}/rotate", AtOnce);

        Assert.Equal((HttpStatusCode.PreconditionFailed, "changed"), (overtaken.Status, overtaken.Code));
        Assert.Equal(other!.Webhook.SecretHint, hint);
        Assert.Equal(HttpStatusCode.OK, renewed.Status);
    }

    private static Task<ApiAnswer> RotateAsync(ApiHost host, string id, string version) => host.SendAsync("POST", $"/{id}/rotate", AtOnce, headers: ("If-Match", version));

    /// <summary>Lets somebody else be faster, once.</summary>
    private sealed class RacingStore(ISubscriptionStore store) : ISubscriptionStore
    {
        public Func<Task>? BeforeUpdate { get; set; }

        public Task<SubscriptionChanges> GetChangesAsync(long sinceVersion, CancellationToken cancellationToken) => store.GetChangesAsync(sinceVersion, cancellationToken);

        public Task<StoredSubscription?> GetAsync(SubscriptionId id, CancellationToken cancellationToken) => store.GetAsync(id, cancellationToken);

        public Task<StoredSubscription?> FindByKeyAsync(string? tenantId, string key, CancellationToken cancellationToken) => store.FindByKeyAsync(tenantId, key, cancellationToken);

        public Task<IReadOnlyList<StoredSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

        public Task<StoredSubscription?> CreateAsync(StoredSubscription subscription, CancellationToken cancellationToken) => store.CreateAsync(subscription, cancellationToken);

        public async Task<StoredSubscription?> UpdateAsync(StoredSubscription subscription, CancellationToken cancellationToken)
        {
            if (BeforeUpdate is { } before)
            {
                BeforeUpdate = null;
                await before();
            }

            return await store.UpdateAsync(subscription, cancellationToken);
        }
    }
}
