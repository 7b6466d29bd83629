using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Receiver.Handling;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks;

/// <summary>Says what happens to received webhooks.</summary>
public sealed class WmsWebhookReceiverBuilder
{
    private readonly WebhookHandlers _handlers;

    internal WmsWebhookReceiverBuilder(IServiceCollection services, WebhookHandlers handlers)
    {
        Services = services;
        _handlers = handlers;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Handles events of one type, with their data as an object of yours, read by reflection.</summary>
    /// <typeparam name="T">What the data becomes. Data that does not fit is answered with 400 and comes again.</typeparam>
    /// <param name="type">The exact type, e.g. <c>WmsEvents.OrderShipped</c>.</param>
    /// <param name="handler">May run more than once for one event when the process dies meanwhile; an exception makes it run again.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">It is no event type, or has a handler already.</exception>
    [RequiresUnreferencedCode("Reads by reflection. When trimming, give the JsonTypeInfo<T> of a JsonSerializerContext.")]
    [RequiresDynamicCode("Reads by reflection. For native AOT, give the JsonTypeInfo<T> of a JsonSerializerContext.")]
    public WmsWebhookReceiverBuilder On<T>(string type, Func<ReceivedWebhook<T>, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add(type, WebhookHandler.For((data, json) => data.Deserialize<T>(json), handler));
    }

    /// <summary>Handles events of one type, with their data as an object of yours.</summary>
    /// <typeparam name="T">What the data becomes. Data that does not fit is answered with 400 and comes again.</typeparam>
    /// <param name="type">The exact type, e.g. <c>WmsEvents.OrderShipped</c>.</param>
    /// <param name="typeInfo">From a <c>JsonSerializerContext</c>.</param>
    /// <param name="handler">May run more than once for one event when the process dies meanwhile; an exception makes it run again.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">It is no event type, or has a handler already.</exception>
    public WmsWebhookReceiverBuilder On<T>(string type, JsonTypeInfo<T> typeInfo, Func<ReceivedWebhook<T>, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        ArgumentNullException.ThrowIfNull(handler);
        return Add(type, WebhookHandler.For((data, _) => data.Deserialize(typeInfo), handler));
    }

    /// <summary>Handles events of all other types; has to be said. An unknown type is no error: senders add some.</summary>
    /// <param name="handler">Often <c>(webhook, cancellationToken) => Task.CompletedTask</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">It was said already.</exception>
    public WmsWebhookReceiverBuilder OnAny(Func<ReceivedWebhook, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handlers.Fallback = _handlers.Fallback is null ? new WebhookHandler(handler) : throw new InvalidOperationException("OnAny was called already: there is one fallback.");
        return this;
    }

    /// <summary>Remembers what was received in an inbox of yours.</summary>
    /// <typeparam name="T">Made once by the host's container.</typeparam>
    /// <returns>The builder.</returns>
    public WmsWebhookReceiverBuilder UseInbox<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IWebhookInbox
    {
        Services.Replace(ServiceDescriptor.Singleton<IWebhookInbox, T>());
        return this;
    }

    /// <summary>
    /// Keeps what was received in a database, so that neither a restart nor a second node handles an event twice, and what a process that died had not handled is handled by the next.
    /// The table <c>wms_webhook_inbox</c> is made when it is not there.
    /// </summary>
    /// <param name="open">Gives the data source; tested on SQLite and PostgreSQL. It is not disposed.</param>
    /// <param name="receiver">Tells receivers apart that share a database; all nodes of one receiver use the same name.</param>
    /// <returns>The builder.</returns>
    public WmsWebhookReceiverBuilder UseDatabaseInbox(Func<IServiceProvider, DbDataSource> open, string receiver = DatabaseWebhookInbox.DefaultReceiver)
    {
        ArgumentNullException.ThrowIfNull(open);
        Services.Replace(ServiceDescriptor.Singleton<IWebhookInbox>(provider => new DatabaseWebhookInbox(open(provider), receiver)));
        return this;
    }

    private WmsWebhookReceiverBuilder Add(string type, WebhookHandler handler)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!EventTypeName.IsValid(type))
        {
            throw new ArgumentException($"'{type}' is not an event type: parts of a-z 0-9 _ split by dots, at most {EventTypeName.MaxLength} characters.", nameof(type));
        }

        return _handlers.TryAdd(type, handler) ? this : throw new ArgumentException($"'{type}' has a handler already.", nameof(type));
    }
}
