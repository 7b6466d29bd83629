using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>What follows once results are durable: log lines, alerts, and what the lanes should know.</summary>
internal sealed class ResultFollowUp(
    LaneSet lanes, DueTimes dueTimes, SubscriptionRegistry subscriptions, AlertQueue alerts, AttemptTally tally, WakeUp wakeUp, Metrics metrics, EngineClock clock, ILogger<ResultFollowUp> logger)
{
    public void Stored(IReadOnlyList<RecordItem> items, IReadOnlyList<RecordResult> results)
    {
        var now = clock.Now;
        tally.Add(items, results);
        for (var index = 0; index < items.Count; index++)
        {
            var (record, result) = (items[index].Record!, results[index]);
            if (result.Accepted)
            {
                Accepted(items[index].Delivery, record, result, now);
            }
            else
            {
                metrics.LeaseLost();
                Log.LeaseLost(logger, record.Delivery.ToString(), record.Attempt?.Number ?? 0);
            }
        }
    }

    private void Accepted(ClaimedDelivery delivery, DeliveryRecord record, RecordResult result, DateTimeOffset now)
    {
        if (record.Next == DeliveryState.Delivered && record.LaneWaitsUntil is null && !lanes.IsOpen(record.Subscription))
        {
            return;
        }

        lanes.Decided(record.Delivery, record.Subscription, record.DueAt, record.LaneWaitsUntil, now);
        if (record.DueAt is { } dueAt)
        {
            if (dueTimes.Add(dueAt))
            {
                // The pump may be waiting for its next poll, which is up to a minute away.
                wakeUp.Set();
            }

            Log.Rescheduled(logger, record.Attempt?.Number ?? 0, record.Delivery.ToString(), record.Failure.ToString(), dueAt);
        }

        if (record.Next == DeliveryState.Failed && record.Trigger == AttemptTrigger.Scheduled)
        {
            FailedForGood(delivery, record, result, now);
        }
    }

    private void FailedForGood(ClaimedDelivery delivery, DeliveryRecord record, RecordResult result, DateTimeOffset now)
    {
        var attempts = record.Attempt?.Number ?? delivery.Attempts;
        Log.FailedForGood(logger, record.Delivery.ToString(), record.Subscription.ToString(), record.Failure.ToString(), attempts);
        Raise(WebhookAlertKind.DeliveryFailed, record, record.Attempt?.Rule ?? $"Set aside ({record.Failure}).", now);
        if (result.DisabledSubscription)
        {
            Log.WebhookDisabled(logger, record.Subscription.ToString(), record.Disable!.Reason);
            Raise(WebhookAlertKind.WebhookDisabled, record, record.Disable.Reason, now);
        }

        if (result.FailedInARow >= alerts.FailingAfter)
        {
            Raise(WebhookAlertKind.WebhookFailing, record, $"{result.FailedInARow} deliveries failed in a row.", now);
        }
    }

    private void Raise(WebhookAlertKind kind, DeliveryRecord record, string reason, DateTimeOffset now)
    {
        var webhook = subscriptions.Current.Find(record.Subscription)?.Stored;
        alerts.Raise(new WebhookAlert(kind, record.Subscription, webhook?.Name ?? "", webhook?.TenantId, record.Delivery, record.Failure, reason, now, 0));
    }
}
