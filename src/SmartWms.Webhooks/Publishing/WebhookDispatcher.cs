using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Publishing;

/// <summary>Serialise once, match, fan out, make durable, hand over.</summary>
internal sealed class WebhookDispatcher(
    IDeliveryStore store, SubscriptionRegistry subscriptions, EventRules rules, BodyRenderer bodies, EventPreview preview, IHandOff handOff,
    HostTransaction hostTransaction, PublishingOptions options, Metrics metrics, EngineClock clock, ILogger<WebhookDispatcher> logger) : IWebhookDispatcher
{
    public async Task<IReadOnlyList<Published>> PublishAsync(IReadOnlyList<NewWebhookEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count < 1 || events.Count > options.MaxBatch)
        {
            throw new ArgumentException($"A batch has 1 to {options.MaxBatch} events, not {events.Count} (Publishing.MaxBatch).", nameof(events));
        }

        var plans = Plan(events);
        using var activity = Tracing.Publish(events.Count == 1 ? events[0].Type : "batch");
        try
        {
            return HostTransaction.Of(events) is { } transaction
                ? await hostTransaction.PublishAsync(transaction, plans, cancellationToken).ConfigureAwait(false)
                : await AddAsync(plans, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Tracing.Failed(activity, exception.GetType().FullName!);
            throw;
        }
    }

    public NewWebhookEvent Prepare(NewWebhookEvent webhookEvent)
    {
        ArgumentNullException.ThrowIfNull(webhookEvent);
        var plan = Plan([webhookEvent])[0];
        var options = webhookEvent.Options.Copy();
        (options.EventId, options.OccurredAt) = (plan.Id, plan.OccurredAt);
        return bodies.Fix(plan, options);
    }

    public void NotifyCommitted() => handOff.WakeUp();

    public async Task<WebhookPreview> PreviewAsync(NewWebhookEvent webhookEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhookEvent);
        var plan = Plan([webhookEvent])[0];
        var index = await subscriptions.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return preview.Of(plan, index, clock.Now);
    }

    private EventPlan[] Plan(IReadOnlyList<NewWebhookEvent> events)
    {
        var now = clock.Now;
        var plans = new EventPlan[events.Count];
        for (var index = 0; index < plans.Length; index++)
        {
            ArgumentNullException.ThrowIfNull(events[index], nameof(events));
            var type = rules.Check(events[index]);
            plans[index] = new EventPlan(bodies.Render(events[index]), events[index].Options.EventId ?? EventIds.New(now), type, events[index].Options.OccurredAt ?? now);
        }

        if (plans.Length > 1 && plans.GroupBy(plan => (plan.Options.TenantId, plan.Id)).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The event id '{twice.Key.Id}' stands twice in one batch.", nameof(events));
        }

        return plans;
    }

    private async Task<IReadOnlyList<Published>> AddAsync(EventPlan[] plans, CancellationToken cancellationToken)
    {
        var index = await subscriptions.GetAsync(cancellationToken).ConfigureAwait(false);
        if (await TryAddAsync(plans, index, index.Version, cancellationToken).ConfigureAwait(false) is { } published)
        {
            return published;
        }

        // Read after this publish began, so it holds all that was changed before. What changes while it goes on may hold for it or not (R15),
        // and is not asked for again: somebody who changes webhooks without an end would hold up every publisher.
        index = await subscriptions.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return (await TryAddAsync(plans, index, matchedVersion: null, cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Null when subscriptions have changed since <paramref name="matchedVersion"/> and the events have to be matched again.</summary>
    private async Task<IReadOnlyList<Published>?> TryAddAsync(EventPlan[] plans, SubscriptionIndex index, long? matchedVersion, CancellationToken cancellationToken)
    {
        var batch = new PublishBatch(plans.Length, handOff, clock);
        try
        {
            var traceParent = Tracing.Parent;
            foreach (var plan in plans)
            {
                var matched = index.Match(plan.Options.TenantId, plan.Type.Name, plan.Type.IsSensitive, plan.Options.Channels);
                batch.Add(FanOut.Of(plan, matched, bodies, batch.Lease, traceParent), matched);
            }

            var (ordered, positions) = batch.InIdOrder();
            var result = await store.AddAsync(ordered, matchedVersion, batch.Now, handOff.Lease, cancellationToken).ConfigureAwait(false);
            return result.Outcome switch
            {
                AddOutcome.Added => Finish(batch, result.Events, positions),
                AddOutcome.Stale => null,
                _ => throw WebhookEventConflictException.Of(result),
            };
        }
        finally
        {
            batch.GiveBackUnstarted();
        }
    }

    private Published[] Finish(PublishBatch batch, IReadOnlyList<AddedEvent> added, int[] positions)
    {
        var published = new Published[added.Count];
        var fresh = 0;
        for (var index = 0; index < published.Length; index++)
        {
            var webhookEvent = batch.Events[positions[index]];
            published[positions[index]] = new Published(webhookEvent.Id, added[index].Deliveries.Count, added[index].WasDuplicate);
            if (added[index].WasDuplicate)
            {
                Log.Duplicate(logger, webhookEvent.Type, webhookEvent.Id);
                continue;
            }

            fresh++;
            batch.Start(positions[index], added[index].Deliveries);
            Log.Published(logger, webhookEvent.Type, webhookEvent.Id, webhookEvent.Deliveries.Count);
        }

        metrics.Published(fresh);
        return published;
    }
}
