using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Results: the attempt and what becomes of the delivery, fenced by the lease token.</summary>
internal sealed class RecordingRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<RecordingRules>(RuleFamily.Recording, (stores, cancellation) => new RecordingRules(stores, cancellation));
        return
        [
            rules.One("R-01", "A success finishes the delivery and logs its attempt", on => on.ASuccessFinishesTheDeliveryAndLogsItsAttemptAsync()),
            rules.One("R-02", "A failed attempt is rescheduled after its delay", on => on.AFailedAttemptIsRescheduledAfterItsDelayAsync()),
            rules.Each("R-03", "A delivery that ends is never claimed again",
                [DeliveryState.Failed, DeliveryState.Cancelled], (on, end) => on.ADeliveryThatEndsIsNeverClaimedAgainAsync(end)),
            rules.One("R-04", "An attempt that counts no step is numbered all the same", on => on.AnAttemptThatCountsNoStepIsNumberedAllTheSameAsync()),
            rules.One("R-05", "Setting aside without an attempt logs none", on => on.SettingAsideWithoutAnAttemptLogsNoneAsync()),
            rules.One("R-06", "Retries are the scheduled attempts after the first", on => on.RetriesAreTheScheduledAttemptsAfterTheFirstAsync()),
            rules.One("R-07", "A success clears the last failure", on => on.ASuccessClearsTheLastFailureAsync()),
            rules.One("R-08", "Every field of an attempt is kept", on => on.EveryFieldOfAnAttemptIsKeptAsync()),
            rules.One("R-09", "Attempts are listed by number", on => on.AttemptsAreListedByNumberAsync()),
            rules.One("R-10", "A cancelled recording records nothing", on => on.ACancelledCallRecordsNothingAsync()),
            rules.One("R-11", "A release makes the delivery due at its time and takes the claim back",
                on => on.AReleaseMakesTheDeliveryDueAtItsTimeAndTakesTheClaimBackAsync()),
        ];
    }

    private async Task ASuccessFinishesTheDeliveryAndLogsItsAttemptAsync()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var record = Given.Delivered(await ClaimOneAsync(lane));

        Expect.Equal(new RecordResult(Accepted: true), await RecordAsync(record, At(1)));

        var details = await DetailsAsync(delivery);
        Expect.Equal((DeliveryState.Delivered, At(1), null), (details.Delivery.State, details.Delivery.FinishedAt, details.Delivery.DueAt));
        Expect.Equal((1, 0, 200), (details.Delivery.Attempts, details.Delivery.Retries, details.Delivery.StatusCode));
        Expect.Equal(TimeSpan.FromMilliseconds(12), details.Delivery.Latency);
        Expect.Equal(record.Attempt!.StartedAt, Expect.Single(details.Attempts).StartedAt);
        Expect.Empty(await ClaimLaneAsync(lane, At(999)));
    }

    private async Task AFailedAttemptIsRescheduledAfterItsDelayAsync()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");

        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(5)), At(1));

        var summary = await SummaryAsync(delivery);
        Expect.Equal((DeliveryState.Pending, At(5), null), (summary.State, summary.DueAt, summary.FinishedAt));
        Expect.Equal((FailureClass.ServerError, 500), (summary.Failure, summary.StatusCode));
        Expect.Empty(await ClaimLaneAsync(lane, At(4.99)));
        var next = await ClaimOneAsync(lane, At(5));
        Expect.Equal((1, 1, 2, At(5)), (next.Attempts, next.Steps, next.Claims, next.DueAt));
    }

    private async Task ADeliveryThatEndsIsNeverClaimedAgainAsync(DeliveryState end)
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", end);

        var summary = await SummaryAsync(delivery);
        Expect.Equal((end, Start, null, FailureClass.ServerError), (summary.State, summary.FinishedAt, summary.DueAt, summary.Failure));
        Expect.Empty(await ClaimLaneAsync(lane, At(999)));
    }

    private async Task AnAttemptThatCountsNoStepIsNumberedAllTheSameAsync() // R1
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");

        await RecordAsync(Given.Aborted(await ClaimOneAsync(lane), Start));

        var next = await ClaimOneAsync(lane);
        Expect.Equal((1, 0), (next.Attempts, next.Steps));
    }

    private async Task SettingAsideWithoutAnAttemptLogsNoneAsync() // R1
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var setAside = Given.Failed(await ClaimOneAsync(lane)) with { Attempt = null, CountsStep = false, Failure = FailureClass.WorkerLost };

        Expect.True((await RecordAsync(setAside)).Accepted);

        var details = await DetailsAsync(delivery);
        Expect.Equal((DeliveryState.Failed, FailureClass.WorkerLost, 0), (details.Delivery.State, details.Delivery.Failure, details.Delivery.Attempts));
        Expect.Empty(details.Attempts);
    }

    private async Task RetriesAreTheScheduledAttemptsAfterTheFirstAsync()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        List<int> retries = [];
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await RecordAsync(Given.Retried(await ClaimOneAsync(lane), Start));
            retries.Add((await SummaryAsync(delivery)).Retries);
        }

        Expect.Equal([0, 1, 2], retries);
    }

    private async Task ASuccessClearsTheLastFailureAsync()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), Start));

        await RecordAsync(Given.Delivered(await ClaimOneAsync(lane)));

        Expect.Equal(FailureClass.None, (await SummaryAsync(delivery)).Failure);
    }

    private async Task EveryFieldOfAnAttemptIsKeptAsync()
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

        var kept = Expect.Single((await DetailsAsync(delivery)).Attempts);
        Expect.Equal(attempt.Answer, kept.Answer);
        Expect.Equal(attempt, kept with { Answer = attempt.Answer });
    }

    private async Task AttemptsAreListedByNumberAsync()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        for (var attempt = 0; attempt < 12; attempt++)
        {
            await RecordAsync(Given.Retried(await ClaimOneAsync(lane), Start));
        }

        Expect.Equal(Enumerable.Range(1, 12), (await DetailsAsync(delivery)).Attempts.Select(row => row.Number));
    }

    private async Task ACancelledCallRecordsNothingAsync()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var record = Given.Delivered(await ClaimOneAsync(lane));

        await Expect.CancelledAsync(() => Stores.Deliveries.RecordAsync([record], Start, new CancellationToken(canceled: true)));

        Expect.Equal(DeliveryState.Sending, await StateAsync(delivery));
    }

    private async Task AReleaseMakesTheDeliveryDueAtItsTimeAndTakesTheClaimBackAsync() // R1, R6
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");

        await ReleaseAsync(await ClaimOneAsync(lane), At(3));

        var details = await DetailsAsync(delivery);
        Expect.Equal((DeliveryState.Pending, At(3), 0), (details.Delivery.State, details.Delivery.DueAt, details.Delivery.Attempts));
        Expect.Empty(details.Attempts);
        Expect.Empty(await ClaimLaneAsync(lane, At(2.99)));
        var next = await ClaimOneAsync(lane, At(3));
        Expect.Equal((0, 0, 1), (next.Attempts, next.Steps, next.Claims));
    }
}
