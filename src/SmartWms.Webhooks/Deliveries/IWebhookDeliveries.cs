using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>The delivery log and what people do with it. Every method takes an optional tenant scope; outside it nothing exists.</summary>
public interface IWebhookDeliveries
{
    /// <summary>A page of deliveries, newest first.</summary>
    /// <param name="query">Filters and page.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>At most <see cref="DeliveryQuery.PageSize"/>; fewer means that no more follow.</returns>
    /// <exception cref="WebhookInputException">A filter is outside its limits.</exception>
    /// <exception cref="WebhookReadTimeoutException">It took longer than 5 seconds; a narrower filter helps.</exception>
    Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken = default);

    /// <summary>One delivery with its attempts, as far as <see cref="DeliveryDetails"/> holds them, and its body.</summary>
    /// <param name="delivery">Which.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>The delivery, or <see langword="null"/>.</returns>
    Task<DeliveryDetails?> FindAsync(DeliveryId delivery, TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>One attempt now with the same id and bytes, whatever the webhook's state. The schedule is not restarted; a failed one that succeeds becomes Delivered.</summary>
    /// <param name="delivery">Which.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>When it is due.</returns>
    /// <exception cref="WebhookNotFoundException">There is no such delivery.</exception>
    /// <exception cref="WebhookBodyPurgedException">Its body is no longer kept.</exception>
    /// <exception cref="WebhookStateException">It is being sent right now, or its webhook was deleted.</exception>
    Task ResendAsync(DeliveryId delivery, TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>A resend of each failed delivery of one webhook, in batches, inside its cap, rate and circuit.</summary>
    /// <param name="subscription">Whose.</param>
    /// <param name="since">Only those added at or after this.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>How many were made due.</returns>
    /// <exception cref="WebhookNotFoundException">There is no such webhook.</exception>
    /// <exception cref="WebhookStateException">The webhook is not active: enable or resume it first.</exception>
    Task<int> RecoverAsync(SubscriptionId subscription, DateTimeOffset since, TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>Gives a pending delivery up.</summary>
    /// <param name="delivery">Which.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>When stored.</returns>
    /// <exception cref="WebhookNotFoundException">There is no such delivery.</exception>
    /// <exception cref="WebhookStateException">It is being sent right now, or has ended.</exception>
    Task CancelAsync(DeliveryId delivery, TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>
    /// A real signed POST now, by this node; its result is returned and logged. One attempt, no retry, whatever the webhook's state. Each node sends one at a time to a webhook, at most
    /// 3 at a time and 60 in a row and then one a second to all of one tenant's, and at most 8 at a time and 180 in a row and then three a second to all of them together, whoever asks.
    /// </summary>
    /// <param name="subscription">To which webhook.</param>
    /// <param name="eventType">A type that the webhook asks for, sent with the catalogue's example; <see langword="null"/>: <c>webhook.test</c>.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="WebhookNotFoundException">There is no such webhook.</exception>
    /// <exception cref="WebhookInputException">The webhook does not ask for this type.</exception>
    /// <exception cref="WebhookStateException">Another test of it is under way on this node, or the node sends as many as it may, of this tenant or in all.</exception>
    Task<WebhookTestResult> SendTestAsync(SubscriptionId subscription, string? eventType = null, TenantScope tenant = default, CancellationToken cancellationToken = default);
}
