using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>A delivery promises an attempt only while that attempt is to come.</summary>
public sealed class NextAttemptTests
{
    [Fact]
    public async Task A_cancelled_delivery_promises_no_attempt()
    {
        await using var host = await DashboardHost.StartAsync();
        var delivery = await FailOnceAsync(host);

        var before = await host.GetAsync($"deliveries/{delivery.Id}");
        var after = await host.FollowAsync(await host.PostAsync($"deliveries/{delivery.Id}/cancel"));

        Assert.Contains("Next attempt:", before.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Next attempt:", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_a_Resend_delivered_promises_no_attempt_and_offers_Resend_only_beside()
    {
        await using var host = await DashboardHost.StartAsync();
        var delivery = await FailOnceAsync(host);
        var waits = await host.GetAsync($"deliveries/{delivery.Id}", DashboardHost.Manager);
        host.Receiver.Always("/erp", Answer.Ok);

        await host.PostAsync($"deliveries/{delivery.Id}/resend");
        await host.WaitForAsync(delivery.EventId, row => row.State == DeliveryState.Delivered);
        var page = await host.GetAsync($"deliveries/{delivery.Id}", DashboardHost.Manager);

        Assert.DoesNotContain("Next attempt:", page.Text, StringComparison.Ordinal);
        Assert.Contains("/resend\"><button type=\"submit\" class=\"main\"", waits.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/resend\"><button type=\"submit\" class=\"main\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_Resend_that_failed_the_schedule_is_told_as_it_is_and_counted_as_the_list_counts()
    {
        await using var host = await DashboardHost.StartAsync();
        var delivery = await FailOnceAsync(host);
        await host.PostAsync($"deliveries/{delivery.Id}/resend");
        var again = await host.WaitForAsync(delivery.EventId, row => row is { Attempts: 2, State: DeliveryState.Pending });

        var page = await host.GetAsync($"deliveries/{delivery.Id}");
        var thai = await host.GetAsync($"deliveries/{delivery.Id}?lang=th");

        Assert.Equal(0, again.Retries);
        Assert.Contains("retry 1 of 4.", page.Text, StringComparison.Ordinal);
        Assert.Contains("ส่งซ้ำครั้งที่ 1 จาก 4", thai.Text, StringComparison.Ordinal);
        Assert.Single(page.Text.Split("Next attempt:").Skip(1));
        Assert.Contains("One attempt was asked for", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_held_promises_no_time()
    {
        await using var host = await DashboardHost.StartAsync();
        var delivery = await FailOnceAsync(host);

        await host.Webhooks.PauseAsync(delivery.Subscription);

        Assert.DoesNotContain("Next attempt:", (await host.GetAsync($"deliveries/{delivery.Id}")).Text, StringComparison.Ordinal);
    }

    private static async Task<DeliverySummary> FailOnceAsync(DashboardHost host)
    {
        host.Receiver.Always("/erp", Answer.With(500));
        await host.SubscribeAsync();
        return await host.DeliverAsync(reached: row => row is { Attempts: 1, State: DeliveryState.Pending });
    }
}
