using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Crash.Host.Stores;

/// <summary>Puts a decorator between the engine and the store that a host has chosen.</summary>
internal static class StoreWrapping
{
    public static WmsWebhooksBuilder WrapDeliveries(this WmsWebhooksBuilder builder, Func<IDeliveryStore, IDeliveryStore> wrap)
    {
        var chosen = builder.Services.Last(service => service.ServiceType == typeof(WebhookStores));
        builder.Services.Remove(chosen);
        builder.Services.AddSingleton(provider =>
        {
            var stores = (WebhookStores)chosen.ImplementationFactory!(provider);
            return stores with { Deliveries = wrap(stores.Deliveries) };
        });
        return builder;
    }
}
