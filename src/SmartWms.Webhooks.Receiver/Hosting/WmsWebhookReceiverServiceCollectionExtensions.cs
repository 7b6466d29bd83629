using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Receiver.Diagnostics;
using SmartWms.Webhooks.Receiver.Handling;
using SmartWms.Webhooks.Receiver.Hosting;
using SmartWms.Webhooks.Receiver.Inbox;
using SmartWms.Webhooks.Receiver.Receiving;

namespace SmartWms.Webhooks;

/// <summary>Registers the receiver.</summary>
public static class WmsWebhookReceiverServiceCollectionExtensions
{
    /// <summary>Registers what receives webhooks of one sender. Calling it again changes the same receiver.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the scheme and the secrets, at least.</param>
    /// <returns>The builder, for handlers and the inbox.</returns>
    public static WmsWebhookReceiverBuilder AddWmsWebhookReceiver(this IServiceCollection services, Action<WmsWebhookReceiverOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var handlers = services.FirstOrDefault(service => service.ServiceType == typeof(WebhookHandlers))?.ImplementationInstance as WebhookHandlers;
        if (handlers is null)
        {
            handlers = new WebhookHandlers();
            services.AddSingleton(handlers);
            services.AddLogging();
            services.AddMetrics();
            TryAddRealClock(services);
            services.TryAddSingleton<IWebhookInbox, InMemoryWebhookInbox>();
            services.TryAddSingleton<ReceiverSettings>();
            services.TryAddSingleton<ReceiverMetrics>();
            services.TryAddSingleton<HandlerRun>();
            services.TryAddSingleton<WebhookQueue>();
            services.TryAddSingleton<RequestReader>();
            services.TryAddSingleton<Reception>();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WmsWebhookReceiverOptions>, WmsWebhookReceiverOptionsValidator>());
            services.TryAddSingleton<BackgroundAttempt>();
            services.AddHostedService<BackgroundHandling>();
        }

        var options = services.AddOptions<WmsWebhookReceiverOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return new WmsWebhookReceiverBuilder(services, handlers);
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "The only place that names the real clock.")]
    private static void TryAddRealClock(IServiceCollection services) => services.TryAddSingleton(TimeProvider.System);
}
