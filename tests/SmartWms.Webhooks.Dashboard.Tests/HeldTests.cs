using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>What waits for a paused or disabled webhook is not lost from sight: how much it is, and what a button will send.</summary>
public sealed class HeldTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("acme")]
    public async Task The_overview_says_how_much_is_held_beside_what_waits_and_leads_to_it(string? tenant)
    {
        await using var host = await DashboardHost.StartAsync();
        var (paused, disabled) = await StopTwoAsync(host, tenant);

        var page = await host.GetAsync(tenant: tenant);

        Assert.Contains("Waiting, retrying or being sent 0", page.Text, StringComparison.Ordinal);
        Assert.Contains("Held by paused or disabled webhooks 3 Disabled: 1 Paused: 2", page.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"{DashboardHost.Mount}/webhooks?state=paused\"", page.Html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{DashboardHost.Mount}/webhooks?state=disabled\"", page.Html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{DashboardHost.Mount}/webhooks/{paused.Id}?state=pending\">held: 2<", page.Html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{DashboardHost.Mount}/webhooks/{disabled.Id}?state=pending\">held: 1<", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Held by", (await host.GetAsync(tenant: "nobody")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_enable_and_resume_stands_how_much_they_send_and_the_link_shows_it()
    {
        await using var host = await DashboardHost.StartAsync();
        var (paused, disabled) = await StopTwoAsync(host, null);

        foreach (var suffix in new[] { "", "/settings" })
        {
            Assert.Contains("Held deliveries: 2. Resume sends them.", (await host.GetAsync($"webhooks/{paused.Id}{suffix}", DashboardHost.Manager)).Text, StringComparison.Ordinal);
            Assert.Contains("Held deliveries: 1. Enable sends it.", (await host.GetAsync($"webhooks/{disabled.Id}{suffix}", DashboardHost.Manager)).Text, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await host.GetAsync($"webhooks/{paused.Id}?state=pending")).Html.Split("<tr id=\"dlv_").Length - 1);
        Assert.Contains("held: 2", (await host.GetAsync("webhooks")).Text, StringComparison.Ordinal);
        await host.PostAsync($"webhooks/{paused.Id}/resume");
        Assert.DoesNotContain("Held deliveries", (await host.GetAsync($"webhooks/{paused.Id}", DashboardHost.Manager)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_is_counted_is_told_as_at_least_so_many()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        await host.Webhooks.PauseAsync(webhook.Id);
        for (var batch = 0; batch < 2; batch++)
        {
            await host.Dispatcher.PublishAsync([.. Enumerable.Range(0, 600).Select(_ => Publishing.NewWebhookEvent.FromJson(Protocol.WmsEvents.OrderShipped, "{}"u8.ToArray()))]);
        }

        Assert.Contains("Held by paused or disabled webhooks ≥ 1,000", (await host.GetAsync()).Text, StringComparison.Ordinal);
        Assert.Contains("Held deliveries: ≥ 1,000. Resume sends them.", (await host.GetAsync($"webhooks/{webhook.Id}")).Text, StringComparison.Ordinal);
    }

    /// <summary>One paused with two deliveries, one disabled with one, and one that works.</summary>
    private static async Task<(WebhookSubscription Paused, WebhookSubscription Disabled)> StopTwoAsync(DashboardHost host, string? tenant)
    {
        host.Receiver.Always("/gone", Answer.With(410));
        var paused = await host.SubscribeAsync("/shop", tenant, "Shop");
        await host.Webhooks.PauseAsync(paused.Id);
        var disabled = await host.SubscribeAsync("/gone", tenant, "Carrier", form => form.Contract = "standardwebhooks");
        await host.SubscribeAsync("/erp", tenant);
        await host.DeliverAsync(tenant);
        await Patience.UntilAsync(async () => (await host.Webhooks.FindAsync(disabled.Id))!.State == SubscriptionState.Disabled, () => "it is not disabled");
        await host.DeliverAsync(tenant);
        return (paused, disabled);
    }
}
