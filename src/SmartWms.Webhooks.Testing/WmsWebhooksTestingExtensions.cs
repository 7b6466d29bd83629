using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Testing;

/// <summary>Puts the parts of this package into a host under test. Call them after <c>AddWmsWebhooks</c>, e.g. in <c>ConfigureTestServices</c> of a <c>WebApplicationFactory</c>.</summary>
public static class WmsWebhooksTestingExtensions
{
    internal static AddressPolicy Loopback { get; } = new() { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };

    /// <summary>Lets the host publish into a <see cref="RecordingDispatcher"/> with its own event types, contract and limits. The engine is not started: no store is opened and nothing is sent.</summary>
    /// <param name="services">The host's services.</param>
    /// <returns>The services. Ask the built host for the <see cref="RecordingDispatcher"/>.</returns>
    /// <exception cref="InvalidOperationException">The host has no webhooks (yet).</exception>
    public static IServiceCollection RecordWmsWebhooks(this IServiceCollection services)
    {
        AssertAdded(services);
        services.RemoveAll<IWebhookDispatcher>();
        foreach (var engine in services.Where(service => service.ImplementationType == typeof(WmsWebhooksService)).ToList())
        {
            services.Remove(engine);
        }

        services.AddSingleton(provider => new RecordingDispatcher(
            provider.GetRequiredService<EventCatalogue>(), provider.GetRequiredService<ContractCatalogue>(),
            provider.GetRequiredService<PublishingOptions>(), provider.GetRequiredService<EngineClock>()));
        return services.AddSingleton<IWebhookDispatcher>(provider => provider.GetRequiredService<RecordingDispatcher>());
    }

    /// <summary>Puts the host's engine, and all else that asks for a <see cref="TimeProvider"/>, on this clock, and lets it send to loopback by http.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>The services. Ask the started host for the <see cref="PumpDriver"/>.</returns>
    /// <exception cref="InvalidOperationException">The host has no webhooks (yet).</exception>
    public static IServiceCollection DriveWmsWebhooks(this IServiceCollection services, TestClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        AssertAdded(services);
        services.RemoveAll<TimeProvider>();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(clock);
        services.AddSingleton(provider => new PumpDriver(
            clock, provider.GetRequiredService<DeliveryPump>(), provider.GetRequiredService<WakeUp>(), provider.GetRequiredService<RunningAttempts>(), provider.GetRequiredService<IWebhookDeliveries>()));
        return services.PostConfigure<WmsWebhooksOptions>(options =>
        {
            options.Addresses = Loopback;
            options.Pump.ClockOffset = ClockOffset.None;
            options.Pump.PollInterval = TimeSpan.FromSeconds(60);       // retries have timers of their own; an idle day is 1,440 looks instead of 86,400
        });
    }

    private static void AssertAdded(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.Any(service => service.ServiceType == typeof(IWebhookDispatcher)))
        {
            throw new InvalidOperationException("This host has no webhooks. Call AddWmsWebhooks(...) first; in a WebApplicationFactory use ConfigureTestServices, which runs after the host's own services.");
        }
    }
}
