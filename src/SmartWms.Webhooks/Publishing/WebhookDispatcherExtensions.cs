using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace SmartWms.Webhooks.Publishing;

/// <summary>Publishing one event in one line.</summary>
public static class WebhookDispatcherExtensions
{
    /// <summary>Publishes an object, serialised by reflection with each contract's naming.</summary>
    /// <typeparam name="T">The data's type.</typeparam>
    /// <param name="dispatcher">The dispatcher.</param>
    /// <param name="type">A registered event type, e.g. <c>WmsEvents.OrderShipped</c>.</param>
    /// <param name="data">Any object that System.Text.Json can write; at most 256 KiB of JSON.</param>
    /// <param name="options">Id, tenant, channels and the like.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The event's id and to how many webhooks it goes.</returns>
    /// <exception cref="Deliveries.StoreBusyException">10,000 publishes of this node wait for the store already. Nothing was stored: publish again later.</exception>
    /// <exception cref="ArgumentException">See <see cref="IWebhookDispatcher.PublishAsync"/>, also for how long it may wait.</exception>
    [RequiresUnreferencedCode("Serialises by reflection. When trimming, give the JsonTypeInfo<T> of a JsonSerializerContext.")]
    [RequiresDynamicCode("Serialises by reflection. For native AOT, give the JsonTypeInfo<T> of a JsonSerializerContext.")]
    public static Task<Published> PublishAsync<T>(
        this IWebhookDispatcher dispatcher, string type, T data, WebhookPublishOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync(dispatcher, NewWebhookEvent.Create(type, data, options), cancellationToken);

    /// <summary>Publishes data as its source-generated metadata says.</summary>
    /// <typeparam name="T">The data's type.</typeparam>
    /// <param name="dispatcher">The dispatcher.</param>
    /// <param name="type">A registered event type.</param>
    /// <param name="data">The data.</param>
    /// <param name="typeInfo">From a <c>JsonSerializerContext</c>.</param>
    /// <param name="options">Id, tenant, channels and the like.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The event's id and to how many webhooks it goes.</returns>
    /// <exception cref="Deliveries.StoreBusyException">10,000 publishes of this node wait for the store already. Nothing was stored: publish again later.</exception>
    public static Task<Published> PublishAsync<T>(
        this IWebhookDispatcher dispatcher, string type, T data, JsonTypeInfo<T> typeInfo, WebhookPublishOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync(dispatcher, NewWebhookEvent.Create(type, data, typeInfo, options), cancellationToken);

    /// <summary>Publishes data that is JSON already.</summary>
    /// <param name="dispatcher">The dispatcher.</param>
    /// <param name="type">A registered event type.</param>
    /// <param name="utf8Json">One JSON value in UTF-8; goes out byte for byte.</param>
    /// <param name="options">Id, tenant, channels and the like.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The event's id and to how many webhooks it goes.</returns>
    /// <exception cref="Deliveries.StoreBusyException">10,000 publishes of this node wait for the store already. Nothing was stored: publish again later.</exception>
    public static Task<Published> PublishJsonAsync(
        this IWebhookDispatcher dispatcher, string type, ReadOnlyMemory<byte> utf8Json, WebhookPublishOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync(dispatcher, NewWebhookEvent.FromJson(type, utf8Json, options), cancellationToken);

    /// <summary>Publishes one event.</summary>
    /// <param name="dispatcher">The dispatcher.</param>
    /// <param name="webhookEvent">The event.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The event's id and to how many webhooks it goes.</returns>
    /// <exception cref="Deliveries.StoreBusyException">10,000 publishes of this node wait for the store already. Nothing was stored: publish again later.</exception>
    public static async Task<Published> PublishAsync(this IWebhookDispatcher dispatcher, NewWebhookEvent webhookEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        var published = await dispatcher.PublishAsync([webhookEvent], cancellationToken).ConfigureAwait(false);
        return published[0];
    }
}
