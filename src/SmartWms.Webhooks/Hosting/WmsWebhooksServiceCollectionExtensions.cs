using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Sending;

namespace SmartWms.Webhooks;

/// <summary>Adds webhooks to a host.</summary>
public static class WmsWebhooksServiceCollectionExtensions
{
    /// <summary>Adds the engine. Choose a store with the builder: <c>UseSqlite(...)</c>, <c>UseStores(...)</c> or <c>UseInMemory()</c>. Calling it again adds to the same engine.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets options in code, after configuration.</param>
    /// <returns>The builder.</returns>
    public static WmsWebhooksBuilder AddWmsWebhooks(this IServiceCollection services, Action<WmsWebhooksOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptionsWithValidateOnStart<WmsWebhooksOptions, WmsWebhooksOptionsValidator>();
        if (configure is not null)
        {
            services.PostConfigure(configure);
        }

        TryAddRealClock(services);
        EngineParts.Add(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WmsWebhooksService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, AttemptHandlerFilter>());
        return new WmsWebhooksBuilder(services, EngineParts.AddHttpClient(services));
    }

    /// <summary>Adds the engine with options from a configuration section, e.g. <c>builder.Configuration.GetSection("WmsWebhooks")</c>. An unknown key or a bad value stops the start.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="section">The section.</param>
    /// <returns>The builder.</returns>
    public static WmsWebhooksBuilder AddWmsWebhooks(this IServiceCollection services, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var builder = AddWmsWebhooks(services);
        services.AddSingleton<IConfigureOptions<WmsWebhooksOptions>>(new ConfigureOptions<WmsWebhooksOptions>(options => OptionsBinding.Bind(section, options)));
        return builder;
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "The only place that names the real clock.")]
    private static void TryAddRealClock(IServiceCollection services) => services.TryAddSingleton(TimeProvider.System);
}
