using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Sending;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>One claimed delivery, straight down: look at the subscription, send, judge, decide, hand the result over.</summary>
internal sealed class DeliveryStep(
    SubscriptionRegistry subscriptions, WebhookSender sender, IOutcomeClassifier classifier, AttemptJudge judge, LaneSet lanes, ResultRecorder recorder,
    RunningAttempts running, HostPipelineFailures hostPipeline, DeadlinePool deadlines, ClockWatch clockWatch, PumpHealth health, Metrics metrics, EngineClock clock,
    PumpOptions options, CircuitOptions circuit, WakeUp wakeUp, ILogger<DeliveryStep> logger)
{
    /// <summary>One method for the whole way, as every further asynchronous one costs a delivery a good deal of memory. Never throws.</summary>
    public async Task RunAsync(WorkItem item)
    {
        try
        {
            var subscription = await FindAsync(item.Delivery).ConfigureAwait(false);
            if (Without(item, subscription) is { } ended)
            {
                FreeSlot(item);
                recorder.Add(ended);
                return;
            }

            Activity.Current = null;
            using var activity = Tracing.Deliver(item.Delivery.EventType, item.Delivery.TraceParent);
            using var attempt = new Attempt(item.Delivery, subscription!, subscription!.Content!, clock.Now, clock.Local.GetTimestamp(), deadlines);
            if (!TryBegin(item, attempt))
            {
                FreeSlot(item);
                recorder.Add(Release(item.Delivery, item.Delivery.DueAt));
                return;
            }

            var result = await sender.SendAsync(attempt).ConfigureAwait(false);
            if (result.Answer is { RetryAfter: not null })
            {
                // Before it is judged: a wait belongs to the receiver that asked for it, and the webhook may have moved meanwhile, also on another node.
                await LookAgainAsync(item.Delivery).ConfigureAwait(false);
            }

            recorder.Add(End(item, attempt, result, activity));
        }
        catch (Exception exception)
        {
            // The lease ends by itself and the delivery is due again; a slot must not be lost for it.
            Log.PartThrew(logger, exception, "A delivery step", item.Delivery.Id.ToString(), exception.GetType().Name);
        }
        finally
        {
            FreeSlot(item);
            running.End();
        }
    }

    /// <summary>What ends or goes back without a request.</summary>
    private RecordItem? Without(WorkItem item, SubscriptionSnapshot? subscription)
    {
        var delivery = item.Delivery;
        if (SetAside.IsWorkerLost(delivery))
        {
            return new RecordItem(delivery, SetAside.AsFailed(delivery, FailureClass.WorkerLost));
        }

        if (subscription is null)
        {
            // It was changed while the store could not be read: the next claim knows more.
            return Release(delivery, clock.Now + TimeSpan.FromSeconds(1));
        }

        if (subscription.Stored.State == SubscriptionState.Deleted)
        {
            return new RecordItem(delivery, SetAside.AsCancelled(delivery));
        }

        var isHeld = item.Lane is not null && !subscription.IsActive;
        var leaseLeft = item.LeaseEndsAt - clock.Local.GetElapsedTime(0);
        if (isHeld || running.IsStopping || leaseLeft < subscription.Deadline)
        {
            return Release(delivery, delivery.DueAt);
        }

        return subscription.Content is null ? Judge(item, subscription, AttemptAnswer.Failed(FailureClass.InvalidRequest), clock.Now, TimeSpan.Zero) : null;
    }

    private bool TryBegin(WorkItem item, Attempt attempt)
    {
        if (!running.TryAdd(attempt))
        {
            return false;
        }

        if (item.Lane is { } lane)
        {
            lanes.Started(lane);
            item.HasStarted = true;
        }

        return true;
    }

    private RecordItem End(WorkItem item, Attempt attempt, SendResult result, Activity? activity)
    {
        var delivery = item.Delivery;
        var latency = clock.Local.GetElapsedTime(attempt.StartedTimestamp);
        running.Remove(attempt);
        if (result.Answer is { } answer)
        {
            health.HostPipelineFailure = null;
            hostPipeline.Sent(delivery.Id);
            var judged = Judge(item, attempt.Subscription, answer, attempt.StartedAt, latency);
            Tracing.Ended(activity, answer.StatusCode, judged.Record?.Attempt is { Failure: not FailureClass.None and var failure } ? failure.ToString() : null);
            return judged;
        }

        Tracing.Failed(activity, nameof(FailureClass.HostPipeline));
        return Postponed(item, result.NeverSent!) ?? Judge(item, attempt.Subscription, AttemptAnswer.Failed(FailureClass.HostPipeline), attempt.StartedAt, latency);
    }

    private RecordItem Judge(WorkItem item, SubscriptionSnapshot subscription, AttemptAnswer answer, DateTimeOffset startedAt, TimeSpan latency)
    {
        var delivery = item.Delivery;
        var outcome = Classify(delivery, answer);
        var now = clock.Now;
        var decision = judge.Decide(delivery, subscription, outcome, now);
        if (decision.DisableOnlyIfFailingSince is not null && clockWatch.IsPaused)
        {
            // Five days that a wrong clock made up disable nobody.
            decision = decision with { DisableReason = null };
        }

        if (subscriptions.Current.Find(delivery.Subscription) is { } known && known.Stored.EnableEpoch != subscription.Stored.EnableEpoch)
        {
            // Enabled, resumed or moved to another URL since: what the old receiver asked for is no longer so.
            decision = decision with { LaneWaitsUntil = null };
        }

        var record = AttemptRecord.Of(delivery, answer, outcome, decision, startedAt, latency, options.NodeName);
        metrics.Attempted(outcome.Word, latency, startedAt - delivery.DueAt);
        if (logger.IsEnabled(LogLevel.Debug))
        {
            Log.Attempted(logger, delivery.Attempts + 1, delivery.Id.ToString(), outcome.Word, outcome.StatusCode, latency.TotalMilliseconds);
        }

        FreeSlot(item, outcome, latency, decision.LaneWaitsUntil - now, subscription.Stored.EnableEpoch);
        return new RecordItem(delivery, record);
    }

    /// <summary>The request never reached the wire: given back for a while; null when that has gone on for a day.</summary>
    private RecordItem? Postponed(WorkItem item, Exception exception)
    {
        var delivery = item.Delivery;
        health.HostPipelineFailure = exception.GetType().Name;
        if (hostPipeline.Postpone(delivery.Id, clock.Now) is not { } dueAt)
        {
            return null;
        }

        Log.HostPipelineFailed(logger, delivery.Id.ToString(), exception.GetType().Name, dueAt);
        FreeSlot(item);
        return Release(delivery, dueAt);
    }

    private AttemptOutcome Classify(ClaimedDelivery delivery, AttemptAnswer answer)
    {
        try
        {
            return answer.TransportFailure == FailureClass.Aborted ? new AttemptOutcome(FailureClass.Aborted) : classifier.Classify(answer);
        }
        catch (Exception exception)
        {
            Log.PartThrew(logger, exception, "The outcome classifier", delivery.Id.ToString(), exception.GetType().Name);
            return new AttemptOutcome(FailureClass.Unclassified, answer.StatusCode);
        }
    }

    /// <summary>Of a request that was made: the lane learns from it.</summary>
    private void FreeSlot(WorkItem item, AttemptOutcome outcome, TimeSpan latency, TimeSpan? wait, int epoch)
    {
        if (item.Lane is not { } lane || outcome.Failure == FailureClass.Aborted)
        {
            FreeSlot(item);
            return;
        }

        item.HoldsSlot = false;
        if (lanes.Ended(lane, outcome, latency, wait, epoch))
        {
            if (outcome.IsAccepted)
            {
                Log.CircuitClosed(logger, lane.ToString());
            }
            else
            {
                Log.CircuitOpened(logger, lane.ToString(), circuit.OpenFor);
            }
        }

        SlotFreed();
    }

    /// <summary>Of whatever else ends the way, also an exception; a second time it does nothing.</summary>
    private void FreeSlot(WorkItem item)
    {
        if (!item.HoldsSlot)
        {
            return;
        }

        item.HoldsSlot = false;
        if (item.Lane is { } lane)
        {
            lanes.Dropped(lane, item.HasStarted);
        }
        else
        {
            lanes.ResendEnded(item.Delivery.Subscription);
        }

        SlotFreed();
    }

    /// <summary>Nobody looks into the store for a slot that nothing waits for: on a node that keeps up, that look would be most of its work.</summary>
    private void SlotFreed()
    {
        if (lanes.IsRoomWanted)
        {
            wakeUp.Set();
        }
    }

    private ValueTask<SubscriptionSnapshot?> FindAsync(ClaimedDelivery delivery) =>
        subscriptions.Current.Find(delivery.Subscription) is { } known && known.Version >= delivery.SubscriptionVersion
            ? ValueTask.FromResult<SubscriptionSnapshot?>(known)
            : new ValueTask<SubscriptionSnapshot?>(LookUpAsync(delivery));

    private async Task<SubscriptionSnapshot?> LookUpAsync(ClaimedDelivery delivery)
    {
        try
        {
            return await subscriptions.FindAsync(delivery.Subscription, delivery.SubscriptionVersion, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.PartThrew(logger, exception, "Reading the subscription", delivery.Id.ToString(), exception.GetType().Name);
            return null;
        }
    }

    private async Task LookAgainAsync(ClaimedDelivery delivery)
    {
        try
        {
            await subscriptions.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.PartThrew(logger, exception, "Reading the subscriptions", delivery.Id.ToString(), exception.GetType().Name);
        }
    }

    /// <summary>Kept back by an open circuit for longer than its whole schedule: Failed, so that Recover finds it; else given back.</summary>
    public RecordItem KeptBack(ClaimedDelivery delivery)
    {
        var subscription = subscriptions.Current.Find(delivery.Subscription);
        return subscription is not null && clock.Now - delivery.DueAt > WebhookContract.Total(subscription.Delays)
            ? new RecordItem(delivery, SetAside.AsFailed(delivery, FailureClass.CircuitOpen))
            : Release(delivery, delivery.DueAt);
    }

    private static RecordItem Release(ClaimedDelivery delivery, DateTimeOffset dueAt) =>
        new(delivery, null, new DeliveryRelease(delivery.Id, delivery.LeaseToken, dueAt));
}
