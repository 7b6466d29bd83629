using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>What people do with deliveries: the store does it, the pump is woken.</summary>
internal sealed class WebhookDeliveries(IDeliveryStore store, IDeliveryLog log, ISubscriptionStore subscriptions, TestSend tests, AuditTrail audit, ReadLimit limit, WakeUp wakeUp, EngineClock clock)
    : IWebhookDeliveries
{
    private const int RecoverAtOnce = 500;
    private const int MaxPage = 200;
    private const int MaxAnswerBytes = 1_024;

    public Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.PageSize is < 1 or > MaxPage)
        {
            throw new ArgumentOutOfRangeException(nameof(query), query.PageSize, $"A page has 1 to {MaxPage} rows.");
        }

        if (query.AnswerBytes is < 0 or > MaxAnswerBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(query), query.AnswerBytes, $"{nameof(query.AnswerBytes)} is 0 to {MaxAnswerBytes}.");
        }

        if (query.EventIdPrefix is { } prefix && !EventId.IsValid(prefix))
        {
            throw new WebhookInputException($"'{SubscriptionRules.Shown(prefix)}' cannot begin an event id: 1 to 128 characters of A-Z a-z 0-9 _ -.", nameof(query));
        }

        SubscriptionRules.RequireText(query.Subject, "a subject", nameof(query));
        SubscriptionRules.RequireText(query.EventType, "an event type", nameof(query));
        return ReadAsync(query, cancellationToken);
    }

    public Task<DeliveryDetails?> FindAsync(DeliveryId delivery, TenantScope tenant = default, CancellationToken cancellationToken = default) =>
        log.GetAsync(delivery, tenant, cancellationToken);

    public async Task ResendAsync(DeliveryId delivery, TenantScope tenant = default, CancellationToken cancellationToken = default)
    {
        var about = (await log.GetAsync(delivery, tenant, cancellationToken).ConfigureAwait(false))?.Delivery;
        if (about is not null && await subscriptions.GetAsync(about.Subscription, cancellationToken).ConfigureAwait(false) is null or { State: SubscriptionState.Deleted })
        {
            throw new WebhookStateException($"{about.Subscription} was deleted: {delivery} has nowhere to go any more.");
        }

        var outcome = await store.ResendAsync(delivery, tenant, clock.Now, cancellationToken).ConfigureAwait(false);
        switch (outcome)
        {
            case ResendOutcome.NotFound:
                throw NotFound(delivery);
            case ResendOutcome.BeingSent:
                throw new WebhookStateException($"{delivery} is being sent right now. Wait for its result before sending it again.");
            case ResendOutcome.BodyPurged:
                throw new WebhookBodyPurgedException($"The body of {delivery} is no longer kept (Retention.Log); publish the event again.");
            default:
                wakeUp.Set();
                await audit.WriteAsync(AuditAction.DeliveryResent, about?.Subscription, about?.TenantId, delivery.ToString()).ConfigureAwait(false);
                break;
        }
    }

    public async Task<int> RecoverAsync(SubscriptionId subscription, DateTimeOffset since, TenantScope tenant = default, CancellationToken cancellationToken = default)
    {
        var webhook = await FindAsync(subscription, tenant, cancellationToken).ConfigureAwait(false);
        if (webhook.State != SubscriptionState.Active)
        {
            throw new WebhookStateException($"{subscription} is {webhook.State} ({webhook.StateReason}). Enable or resume it first.");
        }

        var recovered = 0;
        RecoverResult batch = default;
        try
        {
            do
            {
                batch = await store.RecoverAsync(new RecoverRequest(subscription, since, batch.Last, RecoverAtOnce), clock.Now, cancellationToken).ConfigureAwait(false);
                recovered += batch.Count;
                wakeUp.Set();
            }
            while (batch.HasMore);
        }
        finally
        {
            // Also of what was done before it was given up.
            await audit.WriteAsync(AuditAction.DeliveriesRecovered, webhook, $"{recovered} since {since.UtcDateTime:u}").ConfigureAwait(false);
        }

        return recovered;
    }

    public async Task CancelAsync(DeliveryId delivery, TenantScope tenant = default, CancellationToken cancellationToken = default)
    {
        var about = await AboutAsync(delivery, tenant, cancellationToken).ConfigureAwait(false);
        switch (await store.CancelAsync(delivery, tenant, clock.Now, cancellationToken).ConfigureAwait(false))
        {
            case CancelOutcome.NotFound:
                throw NotFound(delivery);
            case CancelOutcome.BeingSent:
                throw new WebhookStateException($"{delivery} is being sent right now; cancel it when its result is there.");
            case CancelOutcome.AlreadyEnded:
                throw new WebhookStateException($"{delivery} has ended already; there is nothing to cancel.");
            default:
                await audit.WriteAsync(AuditAction.DeliveryCancelled, about?.Subscription, about?.TenantId, delivery.ToString()).ConfigureAwait(false);
                break;
        }
    }

    public async Task<WebhookTestResult> SendTestAsync(
        SubscriptionId subscription, string? eventType = null, TenantScope tenant = default, CancellationToken cancellationToken = default)
    {
        var webhook = await FindAsync(subscription, tenant, cancellationToken).ConfigureAwait(false);
        var result = await tests.SendAsync(webhook, eventType, cancellationToken).ConfigureAwait(false);
        await audit.WriteAsync(AuditAction.TestSent, webhook, eventType ?? "").ConfigureAwait(false);
        return result;
    }

    private async Task<IReadOnlyList<DeliverySummary>> ReadAsync(DeliveryQuery query, CancellationToken cancellationToken) =>
        await subscriptions.MaySeeAsync(query.Subscription, query.Tenant, cancellationToken).ConfigureAwait(false)
            ? await limit.RunAsync(token => log.ListAsync(query, token), cancellationToken).ConfigureAwait(false)
            : [];

    /// <summary>Whose it is, for the trail; read first, so that nothing can fail between deed and entry.</summary>
    private async Task<DeliverySummary?> AboutAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken) =>
        audit.IsKept ? (await log.GetAsync(delivery, tenant, cancellationToken).ConfigureAwait(false))?.Delivery : null;

    private async Task<StoredSubscription> FindAsync(SubscriptionId id, TenantScope tenant, CancellationToken cancellationToken)
    {
        var webhook = await subscriptions.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return webhook is not null && webhook.State != SubscriptionState.Deleted && tenant.Includes(webhook.TenantId)
            ? webhook
            : throw new WebhookNotFoundException($"There is no webhook {id}.");
    }

    private static WebhookNotFoundException NotFound(DeliveryId delivery) => new($"There is no delivery {delivery}.");
}
