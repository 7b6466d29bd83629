using System.Text.RegularExpressions;
using SmartWms.Webhooks.Dashboard.Deliveries;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed partial class OverviewTests
{
    [Fact]
    public async Task Failed_tests_do_not_stand_before_failed_deliveries_on_the_overview()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Always("/erp", Answer.With(500));
        var webhook = await host.SubscribeAsync(configure: form => (form.Contract, form.Schedule) = ("wms", [TimeSpan.FromSeconds(1)]));
        var order = await host.DeliverAsync(reached: row => row.State == DeliveryState.Failed);
        for (var test = 0; test < DeliveryList.PageSize; test++)
        {
            await host.Deliveries.SendTestAsync(webhook.Id, test % 2 == 0 ? WmsEvents.OrderShipped : null);
        }

        var overview = await host.GetAsync();

        Assert.Equal($"<tr id=\"{order.Id}\"", Assert.Single(Rows().Matches(overview.Html)).Value);
        Assert.DoesNotContain("webhook.test", overview.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_persons_reason_that_reads_like_the_engines_is_shown_as_text_that_steers_nothing()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        await host.Webhooks.PauseAsync(webhook.Id, "All \u202e\u2066evil attempts of one delivery failed.");

        var overview = await host.GetAsync();

        Assert.Contains("All \uFFFD\uFFFDevil attempts of one delivery failed.", overview.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_is_counted_for_200_webhooks_and_said_to_be_more_beyond()
    {
        await using var host = await DashboardHost.StartAsync();
        for (var number = 1; number <= 200; number++)
        {
            await host.SubscribeAsync();
        }

        var all = await host.GetAsync();
        await host.SubscribeAsync();
        var more = await host.GetAsync();

        Assert.Equal((false, true), (all.Text.Contains("≥ 0", StringComparison.Ordinal), more.Text.Contains("≥ 0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_broke_stands_first_with_its_reason_and_the_way_out()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Always("/erp", Answer.With(500));
        var webhook = await host.SubscribeAsync(configure: form => form.Schedule = [TimeSpan.FromSeconds(1)]);
        await host.SubscribeAsync("/shop", name: "Shop");
        var failed = await host.DeliverAsync(reached: row => row.State == DeliveryState.Failed);

        var overview = await host.GetAsync(user: DashboardHost.Manager);
        var recoverTooEarly = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/recover", [("since", "2020-01-01T00:00")]));
        host.Receiver.Always("/erp", Answer.Ok);
        var enabled = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/enable"));
        var recovered = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/recover", [("since", "2020-01-01T00:00")]));

        Assert.Contains("1 webhook needs you", overview.Text, StringComparison.Ordinal);
        Assert.Contains("All 2 attempts of one delivery failed", overview.Text, StringComparison.Ordinal);
        Assert.Contains("Enable or resume the webhook first.", recoverTooEarly.Text, StringComparison.Ordinal);
        Assert.Contains("The webhook is enabled.", enabled.Text, StringComparison.Ordinal);
        Assert.Contains("Deliveries that are sent again now: 1.", recovered.Text, StringComparison.Ordinal);
        await host.WaitForAsync(failed.EventId, row => row.Subscription == webhook.Id && row.State == DeliveryState.Delivered);
        await Patience.UntilAsync(async () => (await host.GetAsync()).Text.Contains("Nothing is broken", StringComparison.Ordinal), () => "it is still called broken");
    }

    [GeneratedRegex("<tr id=\"dlv_[0-9]+\"")]
    private static partial Regex Rows();
}
