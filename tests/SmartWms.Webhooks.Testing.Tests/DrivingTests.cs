using System.Globalization;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Testing.Tests;

/// <summary>Time that a test moves, through a whole engine.</summary>
public sealed class DrivingTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Attempts_happen_at_the_times_of_the_contract_to_the_second()
    {
        await using var wms = await WebhookTestHost.StartAsync();
        var erp = await wms.StartReceiverAsync();
        await wms.SubscribeAsync(erp, form => form.Contract = "wms");
        erp.Always(ReceiverAnswer.Status(503));
        var start = wms.Clock.GetUtcNow();

        await PublishAsync(wms);
        await wms.AdvanceAsync(TimeSpan.FromHours(8));

        Assert.Equal(
            ["00:00:00", "00:00:30", "00:02:30", "00:12:30", "01:12:30", "07:12:30"],
            erp.AssertReceived(6).Select(request => (request.ArrivedAt - start).ToString("c", CultureInfo.InvariantCulture)));
        Assert.Equal(start + TimeSpan.FromHours(8), wms.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Three_days_of_a_standard_schedule_take_moments()
    {
        await using var wms = await WebhookTestHost.StartAsync(options => options.Contract = WebhookContract.StandardWebhooks);
        var erp = await wms.StartReceiverAsync();
        await wms.SubscribeAsync(erp);
        erp.Always(ReceiverAnswer.BadSignature);

        await PublishAsync(wms);
        var took = await wms.RunToEndAsync();

        Assert.InRange(took.TotalHours, 76 * 0.8, 76 * 1.2);
        Assert.All(erp.AssertReceived(10), request => Assert.Equal((WebhookVerification.Valid, 401), (request.Verification, request.Answer.StatusCode)));
    }

    [Fact]
    public async Task No_time_goes_by_while_it_settles()
    {
        await using var wms = await WebhookTestHost.StartAsync();
        var erp = await wms.StartReceiverAsync();
        await wms.SubscribeAsync(erp);
        erp.Next(ReceiverAnswer.Status(500));
        var start = wms.Clock.GetUtcNow();

        await PublishAsync(wms);
        await wms.SettleAsync();
        erp.AssertReceived(1);
        await wms.SettleAsync();

        erp.AssertReceived(1);
        Assert.Equal(start, wms.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_retry_is_not_made_a_second_early()
    {
        await using var wms = await WebhookTestHost.StartAsync();
        var erp = await wms.StartReceiverAsync();
        await wms.SubscribeAsync(erp);
        erp.Next(ReceiverAnswer.Status(500));
        await PublishAsync(wms);

        await wms.AdvanceAsync(Minute - TimeSpan.FromSeconds(1));
        erp.AssertReceived(1);
        await wms.AdvanceAsync(TimeSpan.FromSeconds(1));

        erp.AssertReceived(2);
    }

    [Fact]
    public async Task A_request_that_hangs_is_ended_by_the_senders_deadline()
    {
        await using var wms = await WebhookTestHost.StartAsync();
        var erp = await wms.StartReceiverAsync();
        await wms.SubscribeAsync(erp, form => form.Deadline = TimeSpan.FromSeconds(5));
        erp.Next(ReceiverAnswer.Hanging);
        await PublishAsync(wms);
        await wms.SettleAsync();
        erp.AssertReceived(1);

        await wms.RunToEndAsync();

        var delivery = Assert.Single(await wms.Deliveries.ListAsync(new DeliveryQuery()));
        var attempts = (await wms.Deliveries.FindAsync(delivery.Id))!.Attempts;
        Assert.Equal([FailureClass.Timeout, FailureClass.None], attempts.Select(attempt => attempt.Failure));
        Assert.Equal(TimeSpan.FromSeconds(5), attempts[0].Latency);
    }

    [Fact]
    public async Task A_test_send_that_hangs_ends_when_time_moves()
    {
        await using var wms = await WebhookTestHost.StartAsync();
        var erp = await wms.StartReceiverAsync();
        var webhook = await wms.SubscribeAsync(erp);
        erp.Always(ReceiverAnswer.Hanging);

        var test = wms.Deliveries.SendTestAsync(webhook);
        await erp.WaitForAsync(1);
        await wms.AdvanceAsync(TimeSpan.FromSeconds(11));

        Assert.Equal(FailureClass.Timeout, (await test).Attempt.Failure);
    }

    [Fact]
    public async Task A_request_that_hangs_goes_on_when_it_is_released()
    {
        await using var wms = await WebhookTestHost.StartAsync();
        var erp = await wms.StartReceiverAsync();
        await wms.SubscribeAsync(erp);
        erp.Next(ReceiverAnswer.Hanging);
        await PublishAsync(wms);
        await wms.SettleAsync();

        erp.Release();
        await wms.RunToEndAsync();

        erp.AssertReceived(1);
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await wms.Deliveries.ListAsync(new DeliveryQuery())).State);
    }

    [Fact]
    public async Task A_busy_receiver_is_left_alone_as_long_as_it_asks()
    {
        await using var wms = await WebhookTestHost.StartAsync();
        var erp = await wms.StartReceiverAsync();
        await wms.SubscribeAsync(erp);
        erp.Next(ReceiverAnswer.Busy(TimeSpan.FromMinutes(45)));

        await PublishAsync(wms);
        await wms.SettleAsync();
        await PublishAsync(wms);
        await wms.AdvanceAsync(44 * Minute);
        erp.AssertReceived(1);
        await wms.AdvanceAsync(2 * Minute);

        Assert.All(erp.AssertReceived(3).Skip(1), request => Assert.Equal(200, request.Answer.StatusCode));
    }

    [Fact]
    public async Task Many_deliveries_to_a_dead_receiver_end_though_its_circuit_opens()
    {
        await using var wms = await WebhookTestHost.StartAsync(options => options.Contract = WebhookContract.Wms);
        var erp = await wms.StartReceiverAsync();
        var webhook = await wms.SubscribeAsync(erp);
        erp.Always(ReceiverAnswer.Dropped);
        for (var index = 0; index < 20; index++)
        {
            await PublishAsync(wms);
        }

        await wms.RunToEndAsync();

        Assert.All(await wms.Deliveries.ListAsync(new DeliveryQuery { Subscription = webhook }), delivery => Assert.Equal(DeliveryState.Failed, delivery.State));
    }

    [Fact]
    public async Task What_waits_for_a_paused_webhook_does_not_keep_a_run_from_ending()
    {
        await using var wms = await WebhookTestHost.StartAsync();
        var erp = await wms.StartReceiverAsync();
        var webhook = await wms.SubscribeAsync(erp);
        await wms.Webhooks.PauseAsync(webhook, "upgrade");
        await PublishAsync(wms);

        Assert.Equal(TimeSpan.Zero, await wms.RunToEndAsync());
        erp.AssertReceived(0);
        await wms.Webhooks.ResumeAsync(webhook);
        await wms.SettleAsync();

        erp.AssertReceived(1);
    }

    [Fact]
    public async Task A_run_that_does_not_end_in_time_says_so()
    {
        await using var wms = await WebhookTestHost.StartAsync();
        var erp = await wms.StartReceiverAsync();
        await wms.SubscribeAsync(erp);
        erp.Always(ReceiverAnswer.Status(500));
        await PublishAsync(wms);

        var late = await Assert.ThrowsAsync<TimeoutException>(() => wms.RunToEndAsync(TimeSpan.FromMinutes(7)));

        Assert.Contains("The clock was moved by 0:07:00", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_store_of_the_host_is_driven_as_well()
    {
        var file = Path.Combine(Path.GetTempPath(), $"testing-{Path.GetRandomFileName()}.db");
        try
        {
            await using var wms = await WebhookTestHost.StartAsync(build: webhooks => webhooks.UseSqlite($"Data Source={file};Pooling=False"));
            var erp = await wms.StartReceiverAsync();
            var webhook = await wms.SubscribeAsync(erp);
            erp.Always(ReceiverAnswer.Status(500));

            await PublishAsync(wms);
            await wms.RunToEndAsync();

            erp.AssertReceived(5);
            Assert.Equal(SubscriptionState.Disabled, (await wms.Webhooks.FindAsync(webhook))!.State);
        }
        finally
        {
            foreach (var left in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"))
            {
                File.Delete(left);
            }
        }
    }

    private static Task<Published> PublishAsync(WebhookTestHost wms) => wms.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_789" });
}
