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
    RunningAttempts running, HostPipelineFailures hostPipeline, ClockWatch clockWatch, PumpHealth health, Metrics metrics, EngineClock clock, PumpOptions options,
    CircuitOptions circuit, ILogger<DeliveryStep> logger)
{
    public async Task RunAsync(WorkItem item)
    {
        var delivery = item.Delivery;
        var subscription = await FindAsync(delivery).ConfigureAwait(false);
        if (Without(item, subscription) is { } ended)
        {
            Drop(item);
            await recorder.AddAsync(ended).ConfigureAwait(false);
            return;
        }

        await SendAsync(item, subscription!).ConfigureAwait(false);
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
        return isHeld || running.IsStopping || leaseLeft < subscription.Deadline ? Release(delivery, delivery.DueAt) : null;
    }

    private async Task SendAsync(WorkItem item, SubscriptionSnapshot subscription)
    {
        var delivery = item.Delivery;
        if (subscription.Content is null)
        {
            await FinishAsync(item, subscription, AttemptAnswer.Failed(FailureClass.InvalidRequest), clock.Now, TimeSpan.Zero).ConfigureAwait(false);
            return;
        }

        Activity.Current = null;
        using var activity = Tracing.Deliver(delivery.EventType, delivery.TraceParent);
        using var attempt = new Attempt(delivery, subscription, subscription.Content, clock.Now, clock.Local);
        if (!running.TryAdd(attempt))
        {
            Drop(item);
            await recorder.AddAsync(Release(delivery, delivery.DueAt)).ConfigureAwait(false);
            return;
        }

        if (item.Lane is { } lane)
        {
            lanes.Started(lane);
        }

        var result = await sender.SendAsync(attempt).ConfigureAwait(false);
        var latency = clock.Local.GetElapsedTime(attempt.StartedTimestamp);
        running.Remove(attempt);
        if (result.Answer is { } answer)
        {
            health.HostPipelineFailure = null;
            hostPipeline.Sent(delivery.Id);
            activity?.SetTag("http.response.status_code", answer.StatusCode);
            await FinishAsync(item, subscription, answer, attempt.StartedAt, latency).ConfigureAwait(false);
        }
        else
        {
            await PostponeAsync(item, subscription, result.NeverSent!, attempt.StartedAt, latency).ConfigureAwait(false);
        }
    }

    private async Task FinishAsync(WorkItem item, SubscriptionSnapshot subscription, AttemptAnswer answer, DateTimeOffset startedAt, TimeSpan latency)
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

        var record = AttemptRecord.Of(delivery, answer, outcome, decision, startedAt, latency, options.NodeName);
        metrics.Attempted(outcome.IsAccepted ? "accepted" : outcome.Failure.ToString(), latency, startedAt - delivery.DueAt);
        if (logger.IsEnabled(LogLevel.Debug))
        {
            Log.Attempted(logger, delivery.Attempts + 1, delivery.Id.ToString(), outcome.Failure.ToString(), outcome.StatusCode, latency.TotalMilliseconds);
        }

        FreeSlot(item, outcome, latency);
        if (decision.LaneWaitsUntil is { } until)
        {
            // At once, not only when stored: the lane must not start another request meanwhile.
            lanes.Decided(delivery.Id, delivery.Subscription, decision.RetryAt, until, now);
        }

        await recorder.AddAsync(new RecordItem(delivery, record)).ConfigureAwait(false);
    }

    private async Task PostponeAsync(WorkItem item, SubscriptionSnapshot subscription, Exception exception, DateTimeOffset startedAt, TimeSpan latency)
    {
        var delivery = item.Delivery;
        health.HostPipelineFailure = exception.GetType().Name;
        if (hostPipeline.Postpone(delivery.Id, clock.Now) is { } dueAt)
        {
            Log.HostPipelineFailed(logger, delivery.Id.ToString(), exception.GetType().Name, dueAt);
            Drop(item, hadStarted: true);
            await recorder.AddAsync(Release(delivery, dueAt)).ConfigureAwait(false);
            return;
        }

        await FinishAsync(item, subscription, AttemptAnswer.Failed(FailureClass.HostPipeline), startedAt, latency).ConfigureAwait(false);
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

    private void FreeSlot(WorkItem item, AttemptOutcome outcome, TimeSpan latency)
    {
        if (item.Lane is not { } lane)
        {
            lanes.UnreserveResends(1);
        }
        else if (outcome.Failure == FailureClass.Aborted)
        {
            lanes.Dropped(lane, hadStarted: true);
        }
        else if (lanes.Ended(lane, outcome, latency))
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

        running.SlotFreed();
    }

    private void Drop(WorkItem item, bool hadStarted = false)
    {
        if (item.Lane is { } lane)
        {
            lanes.Dropped(lane, hadStarted);
        }
        else
        {
            lanes.UnreserveResends(1);
        }

        running.SlotFreed();
    }

    private async ValueTask<SubscriptionSnapshot?> FindAsync(ClaimedDelivery delivery)
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
