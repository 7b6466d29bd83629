using System.Data.Common;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Publishing;

/// <summary>Publishes in a transaction of the host: its events exist exactly if it commits. Nothing is handed over, as only the host knows when and whether it ends well.</summary>
internal sealed class HostTransaction(
    IDeliveryStore store, SubscriptionRegistry subscriptions, BodyRenderer bodies, Metrics metrics, EngineClock clock, ILogger<WebhookDispatcher> logger)
{
    /// <summary>The one transaction that all events name, or <see langword="null"/>.</summary>
    /// <exception cref="ArgumentException">They name different ones.</exception>
    /// <exception cref="InvalidOperationException">They name none inside a <c>TransactionScope</c>.</exception>
    public static DbTransaction? Of(IReadOnlyList<NewWebhookEvent> events)
    {
        var transaction = events[0].Options.Transaction;
        foreach (var webhookEvent in events)
        {
            if (!ReferenceEquals(webhookEvent.Options.Transaction, transaction))
            {
                throw new ArgumentException("All events of one call name the same Transaction, or none. Publish those of another transaction in a call of their own.", nameof(events));
            }
        }

        if (transaction is null && System.Transactions.Transaction.Current is not null)
        {
            throw new InvalidOperationException(
                "PublishAsync was called inside a TransactionScope, which the engine's own connections never join: the event would stay if the scope rolled back. "
                + "Begin a transaction on your connection and pass it (WebhookPublishOptions.Transaction), or publish inside new TransactionScope(TransactionScopeOption.Suppress, ...) what is to exist in any case.");
        }

        return transaction;
    }

    public async Task<IReadOnlyList<Published>> PublishAsync(DbTransaction transaction, EventPlan[] plans, CancellationToken cancellationToken)
    {
        if (store is not ITransactionalDeliveryStore transactional)
        {
            throw new WebhookTransactionException(
                $"{store.GetType().Name} cannot store events in a transaction of the host. Use UseSqlite(...) or UsePostgreSql(...) on the same database, "
                + $"implement {nameof(ITransactionalDeliveryStore)} beside {nameof(IDeliveryStore)}, or publish after your commit without Transaction.");
        }

        // Read on the engine's own connection now: the transaction's snapshot may be older than a webhook.
        var index = await subscriptions.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.Now;
        var traceParent = Tracing.Parent;
        var events = Array.ConvertAll(plans, plan => FanOut.Of(
            plan, index.Match(plan.Options.TenantId, plan.Type.Name, plan.Type.IsSensitive, plan.Options.Channels), bodies, static _ => 0, traceParent));
        int[] positions = [.. Enumerable.Range(0, events.Length).OrderBy(position => events[position].Id, StringComparer.Ordinal)];
        var result = await transactional.AddAsync(transaction, [.. positions.Select(position => events[position])], now, cancellationToken).ConfigureAwait(false);
        return result.Outcome == AddOutcome.Added ? Published(events, result.Events, positions) : throw WebhookEventConflictException.Of(result);
    }

    private Published[] Published(NewEvent[] events, IReadOnlyList<AddedEvent> added, int[] positions)
    {
        var published = new Published[events.Length];
        for (var index = 0; index < published.Length; index++)
        {
            var webhookEvent = events[positions[index]];
            published[positions[index]] = new Published(webhookEvent.Id, added[index].Deliveries.Count, added[index].WasDuplicate);
            if (added[index].WasDuplicate)
            {
                Log.Duplicate(logger, webhookEvent.Type, webhookEvent.Id);
            }
            else
            {
                Log.PublishedInTransaction(logger, webhookEvent.Type, webhookEvent.Id, webhookEvent.Deliveries.Count);
            }
        }

        metrics.Published(added.Count(result => !result.WasDuplicate));
        return published;
    }
}
