using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Sending;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>Send test: stored first, leased to the caller, sent with the very same code as a delivery, recorded, never repeated and never a reason to disable.</summary>
internal sealed class TestSend(
    IDeliveryStore store, SnapshotFactory snapshots, EventCatalogue events, BodyRenderer bodies, WebhookSender sender, IOutcomeClassifier classifier,
    DeadlinePool deadlines, Metrics metrics, EngineClock clock, PumpOptions options)
{
    private readonly TestTurns _turns = new(clock.Local);

    public async Task<WebhookTestResult> SendAsync(StoredSubscription stored, string? eventType, CancellationToken cancellationToken)
    {
        var subscription = snapshots.Make(stored);
        var type = TypeOf(subscription, eventType);
        using var turn = _turns.Take(subscription.Id, stored.TenantId);
        var delivery = await StoreAsync(subscription, type, cancellationToken).ConfigureAwait(false);
        using var activity = Tracing.Deliver(type.Name, Tracing.Parent);
        var startedAt = clock.Now;
        var tick = clock.Local.GetTimestamp();
        var answer = await AnswerAsync(delivery, subscription, startedAt).ConfigureAwait(false);
        var latency = clock.Local.GetElapsedTime(tick);
        var outcome = classifier.Classify(answer);
        var record = AttemptRecord.Of(delivery, answer, outcome, ManualAttempts.DecideTest(outcome), startedAt, latency, options.NodeName);
        Tracing.Ended(activity, answer.StatusCode, outcome.IsAccepted ? null : outcome.Failure.ToString());
        metrics.Attempted(outcome.Word, latency, TimeSpan.Zero);

        // It has happened: record it even if the caller went away meanwhile.
        await store.RecordAsync([record], clock.Now, CancellationToken.None).ConfigureAwait(false);
        return new WebhookTestResult(delivery.Id, record.Attempt!);
    }

    private async Task<AttemptAnswer> AnswerAsync(ClaimedDelivery delivery, SubscriptionSnapshot subscription, DateTimeOffset startedAt)
    {
        if (subscription.Content is null)
        {
            return AttemptAnswer.Failed(FailureClass.InvalidRequest);
        }

        using var attempt = new Attempt(delivery, subscription, subscription.Content, startedAt, clock.Local.GetTimestamp(), deadlines);
        var sent = await sender.SendAsync(attempt).ConfigureAwait(false);
        return sent.Answer ?? AttemptAnswer.Failed(FailureClass.HostPipeline);
    }

    private WebhookEventType TypeOf(SubscriptionSnapshot subscription, string? name)
    {
        var type = events.Find(name ?? WmsEvents.WebhookTest);
        var isAskedFor = type is not null && (type.Name == WmsEvents.WebhookTest || subscription.Filters.Any(filter => filter.Matches(type.Name, type.IsSensitive)));
        return isAskedFor
            ? type!
            : throw new WebhookInputException($"{subscription.Id} does not ask for '{SubscriptionRules.Shown(name)}'; it asks for {string.Join(", ", subscription.Stored.EventTypes)}.", nameof(name));
    }

    private async Task<ClaimedDelivery> StoreAsync(SubscriptionSnapshot subscription, WebhookEventType type, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var example = type.Shapes.GetValueOrDefault(subscription.Contract.Name)?.Example ?? "{}";
        var rendered = bodies.Render(NewWebhookEvent.FromJson(type.Name, Encoding.UTF8.GetBytes(example)));
        var id = EventIds.New(now);
        var body = bodies.Envelope(rendered, subscription.Contract, id, now);
        var token = LeaseTokens.Next();
        var added = await store.AddAsync(
            [
                new NewEvent
                {
                    TenantId = subscription.Stored.TenantId,
                    Id = id,
                    Type = type.Name,
                    OccurredAt = now,
                    DataHash = rendered.Hash,
                    Bodies = [new EventBody(subscription.Contract.Name, body)],
                    Deliveries = [new NewDelivery(subscription.Id, 0, token, AttemptTrigger.Test)],
                },
            ],
            matchedVersion: null, now, options.Lease, cancellationToken).ConfigureAwait(false);
        return new ClaimedDelivery
        {
            Id = added.Events[0].Deliveries[0],
            Subscription = subscription.Id,
            SubscriptionVersion = subscription.Version,
            EnableEpoch = subscription.Stored.EnableEpoch,
            LeaseToken = token,
            EventId = id,
            EventType = type.Name,
            TenantId = subscription.Stored.TenantId,
            Body = body,
            Contract = subscription.Contract.Name,
            DueAt = now,
            CreatedAt = now,
            Attempts = 0,
            Steps = 0,
            Claims = 1,
            Trigger = AttemptTrigger.Test,
        };
    }
}
