using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>A delivery's request is shown from today's settings: it never passes them off as those of an attempt in the past.</summary>
public sealed class AsConfiguredTests
{
    [Fact]
    public async Task A_request_is_shown_as_configured_now_and_says_when_that_is_younger_than_the_attempt()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var delivery = await host.DeliverAsync();

        var before = await host.GetAsync($"deliveries/{delivery.Id}");
        await host.Webhooks.UpdateAsync(webhook.Id, new WebhookSubscriptionUpdate { Name = "Renamed" }, webhook.Version);
        var renamed = await host.GetAsync($"deliveries/{delivery.Id}");
        await host.Webhooks.UpdateAsync(webhook.Id, new WebhookSubscriptionUpdate { Url = host.Receiver.UrlOf("/elsewhere") }, (await host.Webhooks.FindAsync(webhook.Id))!.Version);
        var moved = await host.GetAsync($"deliveries/{delivery.Id}");

        Assert.Contains("As the webhook is configured now.", before.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("was changed at", before.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("was changed at", renamed.Text, StringComparison.Ordinal);
        Assert.Contains("The webhook was changed at", moved.Text, StringComparison.Ordinal);
        Assert.Contains("after the last attempt", moved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_is_shown_without_that_notice_while_the_trail_cannot_be_read()
    {
        var clock = new FakeClock();
        var stores = MemoryStores.Open();
        var trail = new SlowTrail(stores.Audit!);
        await using var host = await DashboardHost.StartAsync(engine =>
        {
            engine.Services.AddSingleton<TimeProvider>(clock);
            engine.UseStores(_ => stores with { Audit = trail });
        });
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync();

        var asked = host.GetAsync($"deliveries/{delivery.Id}");
        await trail.Asked;
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Contains("As the webhook is configured now.", (await asked).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_secret_is_a_change_too_and_an_attempt_after_it_knows_of_it()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var delivery = await host.DeliverAsync();
        await host.Webhooks.RotateSecretAsync(webhook.Id);

        var rotated = await host.GetAsync($"deliveries/{delivery.Id}");
        var later = await host.GetAsync($"deliveries/{(await host.DeliverAsync(subject: "SO-2")).Id}");

        Assert.Contains("The webhook was changed at", rotated.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("was changed at", later.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_tried_is_shown_as_it_will_be_sent_and_a_deleted_webhooks_as_unknown()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        await host.Webhooks.PauseAsync(webhook.Id);
        var held = await host.DeliverAsync(reached: row => row.IsHeld);

        Assert.Contains("As it will be sent", (await host.GetAsync($"deliveries/{held.Id}")).Text, StringComparison.Ordinal);
        await host.Webhooks.DeleteAsync(webhook.Id);
        Assert.Contains("Its webhook was deleted: where it went", (await host.GetAsync($"deliveries/{held.Id}")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smartwms", "an-own-secret-of-some-length", "X-SmartWMS-Signature webhook-id webhook-timestamp")]
    [InlineData("smartwms", null, "X-SmartWMS-Signature webhook-id webhook-timestamp webhook-signature")]
    [InlineData("wms", "an-own-secret-of-some-length", "X-WMS-Signature webhook-id webhook-timestamp")]
    [InlineData("standardwebhooks", null, "webhook-id webhook-timestamp webhook-signature")]
    [InlineData("bare", null, "X-SmartWMS-Signature")]
    public async Task The_signature_headers_are_those_that_really_went_out(string contract, string? secret, string names)
    {
        await using var host = await DashboardHost.StartAsync(engine =>
        {
            engine.UseInMemory();
            engine.AddContract(WebhookContract.SmartWms with { Name = "bare", HeaderPrefix = "Acme", SendsStandardHeaders = false });
        });
        await host.SubscribeAsync(configure: form => (form.Contract, form.Secret, form.Headers["X-Api-Key"]) = (contract, secret, "very-secret-key"));
        var delivery = await host.DeliverAsync();

        var page = await host.GetAsync($"deliveries/{delivery.Id}");

        var request = (await host.Receiver.WaitForAsync(1))[0];
        var shown = System.Text.RegularExpressions.Regex.Matches(page.Html, """<tr><td><bdi class="mono">([^<]+)</bdi></td>""").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(names.Split(' '), shown.Where(name => name.EndsWith("-Signature", StringComparison.Ordinal) || name.StartsWith("webhook-", StringComparison.Ordinal)));
        Assert.All(shown, name => Assert.False(string.IsNullOrEmpty(request.Header(name)), name));
        Assert.Equal(string.IsNullOrEmpty(request.Header(WebhookHeaders.Signature)), !shown.Contains(WebhookHeaders.Signature));
    }
}
