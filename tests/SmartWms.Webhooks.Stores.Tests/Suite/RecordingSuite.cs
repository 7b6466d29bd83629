using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Results: the attempt and what becomes of the delivery, fenced by the lease token.</summary>
public abstract class RecordingSuite : StoreSuite
{
    [Fact]
    public async Task A_success_finishes_the_delivery_and_logs_its_attempt()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var record = Given.Delivered(await ClaimOneAsync(lane));

        Assert.Equal(new RecordResult(Accepted: true), await RecordAsync(record, At(1)));

        var details = await DetailsAsync(delivery);
        Assert.Equal((DeliveryState.Delivered, At(1), null), (details.Delivery.State, details.Delivery.FinishedAt, details.Delivery.DueAt));
        Assert.Equal((1, 0, 200), (details.Delivery.Attempts, details.Delivery.Retries, details.Delivery.StatusCode));
        Assert.Equal(TimeSpan.FromMilliseconds(12), details.Delivery.Latency);
        Assert.Equal(record.Attempt!.StartedAt, Assert.Single(details.Attempts).StartedAt);
        Assert.Empty(await ClaimLaneAsync(lane, At(999)));
    }

    [Fact]
    public async Task A_failed_attempt_is_rescheduled_after_its_delay()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");

        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(5)), At(1));

        var summary = await SummaryAsync(delivery);
        Assert.Equal((DeliveryState.Pending, At(5), null), (summary.State, summary.DueAt, summary.FinishedAt));
        Assert.Equal((FailureClass.ServerError, 500), (summary.Failure, summary.StatusCode));
        Assert.Empty(await ClaimLaneAsync(lane, At(4.99)));
        var next = await ClaimOneAsync(lane, At(5));
        Assert.Equal((1, 1, 2, At(5)), (next.Attempts, next.Steps, next.Claims, next.DueAt));
    }

    [Theory]
    [InlineData(DeliveryState.Failed)]
    [InlineData(DeliveryState.Cancelled)]
    public async Task A_delivery_that_ends_is_never_claimed_again(DeliveryState end)
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", end);

        var summary = await SummaryAsync(delivery);
        Assert.Equal((end, Start, null, FailureClass.ServerError), (summary.State, summary.FinishedAt, summary.DueAt, summary.Failure));
        Assert.Empty(await ClaimLaneAsync(lane, At(999)));
    }

    [Fact]
    public async Task An_attempt_that_counts_no_step_is_numbered_all_the_same() // R1
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");

        await RecordAsync(Given.Aborted(await ClaimOneAsync(lane), Start));

        var next = await ClaimOneAsync(lane);
        Assert.Equal((1, 0), (next.Attempts, next.Steps));
    }

    [Fact]
    public async Task Setting_aside_without_an_attempt_logs_none() // R1
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var setAside = Given.Failed(await ClaimOneAsync(lane)) with { Attempt = null, CountsStep = false, Failure = FailureClass.WorkerLost };

        Assert.True((await RecordAsync(setAside)).Accepted);

        var details = await DetailsAsync(delivery);
        Assert.Equal((DeliveryState.Failed, FailureClass.WorkerLost, 0), (details.Delivery.State, details.Delivery.Failure, details.Delivery.Attempts));
        Assert.Empty(details.Attempts);
    }

    [Fact]
    public async Task Retries_are_the_scheduled_attempts_after_the_first()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        List<int> retries = [];
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await RecordAsync(Given.Retried(await ClaimOneAsync(lane), Start));
            retries.Add((await SummaryAsync(delivery)).Retries);
        }

        Assert.Equal([0, 1, 2], retries);
    }

    [Fact]
    public async Task A_success_clears_the_last_failure()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), Start));

        await RecordAsync(Given.Delivered(await ClaimOneAsync(lane)));

        Assert.Equal(FailureClass.None, (await SummaryAsync(delivery)).Failure);
    }

    [Fact]
    public async Task Every_field_of_an_attempt_is_kept()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var attempt = new DeliveryAttempt
        {
            Number = 1,
            Trigger = AttemptTrigger.Scheduled,
            StartedAt = At(1),
            Latency = TimeSpan.FromMilliseconds(9_001),
            StatusCode = 503,
            Failure = FailureClass.Unavailable,
            Rule = "schedule step 1",
            NextAt = At(6),
            Answer = [0x62, 0x75, 0x73, 0x79],
            AnswerTruncated = true,
            Node = "node-7",
        };

        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(6)) with { Attempt = attempt });

        var kept = Assert.Single((await DetailsAsync(delivery)).Attempts);
        Assert.Equal(attempt.Answer, kept.Answer);
        Assert.Equal(attempt, kept with { Answer = attempt.Answer });
    }

    [Fact]
    public async Task Attempts_are_listed_by_number()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        for (var attempt = 0; attempt < 12; attempt++)
        {
            await RecordAsync(Given.Retried(await ClaimOneAsync(lane), Start));
        }

        Assert.Equal(Enumerable.Range(1, 12), (await DetailsAsync(delivery)).Attempts.Select(row => row.Number));
    }

    [Fact]
    public async Task A_result_under_a_lost_lease_writes_nothing() // R3
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var lost = await ClaimOneAsync(lane);
        var owner = await ClaimOneAsync(lane, Start + Given.Lease);

        var disable = Given.Delivered(lost) with { LaneWaitsUntil = At(60), Disable = new DisableRequest("late", lost.EnableEpoch) };
        Assert.Equal(new RecordResult(Accepted: false), await RecordAsync(disable, At(2)));

        var summary = await SummaryAsync(delivery);
        Assert.Equal((DeliveryState.Sending, 0, Start + Given.Lease + Given.Lease), (summary.State, summary.Attempts, summary.DueAt));
        Assert.Equal((Subscriptions.SubscriptionState.Active, null), ((await SubscriptionAsync(lane)).State, (await SubscriptionAsync(lane)).WaitUntil));
        Assert.True((await RecordAsync(Given.Delivered(owner), At(2))).Accepted);
    }

    [Fact]
    public async Task A_late_result_is_accepted_while_nobody_else_has_claimed() // R2, R3: the token is the fence, not the time
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var claim = await ClaimOneAsync(lane);

        Assert.True((await RecordAsync(Given.Delivered(claim), At(60))).Accepted);
        Assert.Equal(DeliveryState.Delivered, await StateAsync(delivery));
    }

    [Fact]
    public async Task The_same_result_twice_is_accepted_once() // R3
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var record = Given.Delivered(await ClaimOneAsync(lane));

        Assert.True((await RecordAsync(record)).Accepted);
        Assert.False((await RecordAsync(record)).Accepted);
        Assert.Single((await DetailsAsync(delivery)).Attempts);
    }

    [Fact]
    public async Task A_batch_answers_each_record_in_order_and_a_lost_one_harms_no_other() // R3
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, 3);
        var claims = (await ClaimLaneAsync(lane, Start)).OrderBy(row => row.Id).ToArray();

        var results = await Stores.Deliveries.RecordAsync(
            [Given.Delivered(claims[2]), Given.Delivered(claims[0]) with { LeaseToken = NextToken() }, Given.Failed(claims[1])], Start, Cancellation);

        Assert.Equal([true, false, true], results.Select(row => row.Accepted));
        Assert.Equal([0, 0, 1], results.Select(row => row.FailedInARow));
        Assert.Equal(
            [DeliveryState.Sending, DeliveryState.Failed, DeliveryState.Delivered], [await StateAsync(ids[0]), await StateAsync(ids[1]), await StateAsync(ids[2])]);
    }

    [Fact]
    public async Task A_result_of_a_delivery_that_is_not_there_is_not_accepted()
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        var record = Given.Delivered(await ClaimOneAsync(lane)) with { Delivery = new DeliveryId(4_711) };

        Assert.False((await RecordAsync(record)).Accepted);
    }

    [Fact]
    public async Task A_cancelled_call_records_nothing()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var record = Given.Delivered(await ClaimOneAsync(lane));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stores.Deliveries.RecordAsync([record], Start, new CancellationToken(canceled: true)));

        Assert.Equal(DeliveryState.Sending, await StateAsync(delivery));
    }

    [Fact]
    public async Task A_release_makes_the_delivery_due_at_its_time_and_takes_the_claim_back() // R1, R6
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");

        await ReleaseAsync(await ClaimOneAsync(lane), At(3));

        var details = await DetailsAsync(delivery);
        Assert.Equal((DeliveryState.Pending, At(3), 0), (details.Delivery.State, details.Delivery.DueAt, details.Delivery.Attempts));
        Assert.Empty(details.Attempts);
        Assert.Empty(await ClaimLaneAsync(lane, At(2.99)));
        var next = await ClaimOneAsync(lane, At(3));
        Assert.Equal((0, 0, 1), (next.Attempts, next.Steps, next.Claims));
    }

    [Fact]
    public async Task A_release_under_a_lost_lease_does_nothing() // R3
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var lost = await ClaimOneAsync(lane);
        await ClaimOneAsync(lane, At(10));

        await ReleaseAsync(lost, At(11));

        var summary = await SummaryAsync(delivery);
        Assert.Equal((DeliveryState.Sending, At(10) + Given.Lease), (summary.State, summary.DueAt));
    }

    [Fact]
    public async Task A_result_after_a_release_is_not_accepted() // R3
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        var claim = await ClaimOneAsync(lane);
        await ReleaseAsync(claim, Start);

        Assert.False((await RecordAsync(Given.Delivered(claim))).Accepted);
    }
}
