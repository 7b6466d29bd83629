using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SmartWms.Webhooks.EntityFrameworkCore.Collecting;
using SmartWms.Webhooks.EntityFrameworkCore.Wiring;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks;

/// <summary>Publishes webhook events through a context: they are written in the transaction of its next <c>SaveChanges</c> and exist exactly if what it saves does.</summary>
/// <remarks>
/// An event follows the entities that it was collected with. A save that fails keeps it for the next one, under the same id; a commit or an accepted save forgets it; a transaction of the
/// host that is rolled back takes what was collected in it along.
/// </remarks>
public static class WmsWebhooksDbContextExtensions
{
    /// <summary>Collects an event whose data is an object, serialised now, by reflection and with each contract's naming. A save that holds only events publishes too.</summary>
    /// <typeparam name="T">The data's type.</typeparam>
    /// <param name="context">A context with <c>UseWmsWebhooks</c>.</param>
    /// <param name="type">A registered event type, e.g. <c>WmsEvents.OrderShipped</c>.</param>
    /// <param name="data">Any object that System.Text.Json can write; at most 256 KiB of JSON. Later changes of it do not matter.</param>
    /// <param name="options">Id, tenant, channels and the like; no transaction.</param>
    /// <returns>The event's id, fixed from now on.</returns>
    /// <exception cref="ArgumentException">The event breaks a rule; see <see cref="IWebhookDispatcher.PublishAsync"/>. Nothing was collected.</exception>
    /// <exception cref="InvalidOperationException">The context is not wired with <c>UseWmsWebhooks</c>.</exception>
    [RequiresUnreferencedCode("Serialises by reflection. When trimming, give the JsonTypeInfo<T> of a JsonSerializerContext.")]
    [RequiresDynamicCode("Serialises by reflection. For native AOT, give the JsonTypeInfo<T> of a JsonSerializerContext.")]
    public static string PublishWebhook<T>(this DbContext context, string type, T data, WebhookPublishOptions? options = null) =>
        PublishWebhook(context, NewWebhookEvent.Create(type, data, options));

    /// <summary>Collects an event whose data is written now, as its source-generated metadata says.</summary>
    /// <typeparam name="T">The data's type.</typeparam>
    /// <param name="context">A context with <c>UseWmsWebhooks</c>.</param>
    /// <param name="type">A registered event type.</param>
    /// <param name="data">The data.</param>
    /// <param name="typeInfo">From a <c>JsonSerializerContext</c>.</param>
    /// <param name="options">Id, tenant, channels and the like; no transaction.</param>
    /// <returns>The event's id, fixed from now on.</returns>
    /// <exception cref="ArgumentException">The event breaks a rule. Nothing was collected.</exception>
    public static string PublishWebhook<T>(this DbContext context, string type, T data, JsonTypeInfo<T> typeInfo, WebhookPublishOptions? options = null) =>
        PublishWebhook(context, NewWebhookEvent.Create(type, data, typeInfo, options));

    /// <summary>Collects an event whose data is JSON already.</summary>
    /// <param name="context">A context with <c>UseWmsWebhooks</c>.</param>
    /// <param name="type">A registered event type.</param>
    /// <param name="utf8Json">One JSON value in UTF-8; goes out byte for byte.</param>
    /// <param name="options">Id, tenant, channels and the like; no transaction.</param>
    /// <returns>The event's id, fixed from now on.</returns>
    /// <exception cref="ArgumentException">The event breaks a rule. Nothing was collected.</exception>
    public static string PublishWebhookJson(this DbContext context, string type, ReadOnlyMemory<byte> utf8Json, WebhookPublishOptions? options = null) =>
        PublishWebhook(context, NewWebhookEvent.FromJson(type, utf8Json, options));

    /// <summary>Collects an event.</summary>
    /// <param name="context">A context with <c>UseWmsWebhooks</c>.</param>
    /// <param name="webhookEvent">The event; its data is written now.</param>
    /// <returns>The event's id, fixed from now on.</returns>
    /// <exception cref="ArgumentException">The event breaks a rule. Nothing was collected.</exception>
    public static string PublishWebhook(this DbContext context, NewWebhookEvent webhookEvent)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(webhookEvent);
        return Of(context).Collect(webhookEvent);
    }

    /// <summary>Forgets events that were collected and are not committed, as <c>ChangeTracker.Clear()</c> forgets entities, which does not reach events. What the open transaction holds stays in it.</summary>
    /// <param name="context">A context with <c>UseWmsWebhooks</c>.</param>
    public static void DiscardWebhooks(this DbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Of(context).Forget();
    }

    private static ContextWebhooks Of(DbContext context) =>
        context.GetService<IDbContextOptions>().FindExtension<WebhooksExtension>() is null
            ? throw new InvalidOperationException($"{context.GetType().Name} is not wired to the engine. Add UseWmsWebhooks(services) to its options: AddDbContext<{context.GetType().Name}>((services, options) => options.UseWmsWebhooks(services)).")
            : context.GetService<ContextWebhooks>();
}
