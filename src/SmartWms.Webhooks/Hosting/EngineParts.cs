using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Retention;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Sending;
using SmartWms.Webhooks.Statistics;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Hosting;

/// <summary>The engine's parts, by folder. Every registration can be made twice.</summary>
internal static class EngineParts
{
    public static void Add(IServiceCollection services)
    {
        services.AddLogging();
        services.AddMetrics();
        AddOptions(services);
        AddStores(services);
        AddSubscriptions(services);
        AddSending(services);
        AddPump(services);
        services.TryAddSingleton<EventRules>();
        services.TryAddSingleton<BodyRenderer>();
        services.TryAddSingleton<EventPreview>();
        services.TryAddSingleton<HostTransaction>();
        services.TryAddSingleton<IWebhookDispatcher, WebhookDispatcher>();
        services.TryAddSingleton<IWebhookDeliveries, WebhookDeliveries>();
        services.TryAddSingleton<IWebhookTenants, WebhookTenants>();
        services.TryAddSingleton<IWebhookStatistics, StatisticsReader>();
    }

    /// <summary>Our handler settings and no logging: the factory's own log lines show URLs.</summary>
    public static IHttpClientBuilder AddHttpClient(IServiceCollection services) => services
        .AddHttpClient(WebhookHttpClient.Name, client => client.Timeout = Timeout.InfiniteTimeSpan)
        .ConfigurePrimaryHttpMessageHandler(provider =>
        {
            var handler = GuardedHandler.Create(provider.GetRequiredService<AddressGuard>());
            foreach (var configure in provider.GetServices<HandlerConfiguration>())
            {
                configure.Apply(handler);
            }

            return handler;
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RemoveAllLoggers();

    private static void AddOptions(IServiceCollection services)
    {
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<WmsWebhooksOptions>>().Value);
        services.TryAddSingleton(provider => provider.GetRequiredService<WmsWebhooksOptions>().Publishing);
        services.TryAddSingleton(provider => provider.GetRequiredService<WmsWebhooksOptions>().Subscriptions);
        services.TryAddSingleton(provider => provider.GetRequiredService<WmsWebhooksOptions>().Lanes);
        services.TryAddSingleton(provider => provider.GetRequiredService<WmsWebhooksOptions>().Lanes.Circuit);
        services.TryAddSingleton(provider => provider.GetRequiredService<WmsWebhooksOptions>().Pump);
        services.TryAddSingleton(provider => provider.GetRequiredService<WmsWebhooksOptions>().Sending);
        services.TryAddSingleton(provider => provider.GetRequiredService<WmsWebhooksOptions>().Alerts);
        services.TryAddSingleton(provider => provider.GetRequiredService<WmsWebhooksOptions>().Retention);
        services.TryAddSingleton(provider => provider.GetRequiredService<WmsWebhooksOptions>().Addresses);
        services.TryAddSingleton(provider => new EventCatalogue(StandardEventTypes.All.Concat(provider.GetServices<WebhookEventType>())));
        services.TryAddSingleton(Contracts);
        services.TryAddSingleton<Metrics>();
        services.TryAddSingleton<EngineClock>();
        services.TryAddSingleton<ReadLimit>();
    }

    private static ContractCatalogue Contracts(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<WmsWebhooksOptions>();
        WebhookContract[] known = [WebhookContract.SmartWms, WebhookContract.Wms, WebhookContract.StandardWebhooks, .. provider.GetServices<WebhookContract>()];
        if (options.ContractName is not { } name)
        {
            return new ContractCatalogue(known, options.Contract);
        }

        var standard = known.LastOrDefault(contract => contract.Name == name) ?? throw new InvalidOperationException(
            $"Contract: '{SubscriptionRules.Shown(name)}' is none of {string.Join(", ", known.Select(contract => contract.Name))}. Correct the name, or register your own with AddContract.");
        return new ContractCatalogue(known, standard);
    }

    private static void AddStores(IServiceCollection services)
    {
        services.TryAddSingleton(new StoreChoice());
        services.TryAddSingleton<ChosenStores>();
        services.TryAddSingleton(provider => provider.GetRequiredService<ChosenStores>().Stores);
        services.TryAddSingleton(provider => provider.GetRequiredService<WebhookStores>().Subscriptions);
        services.TryAddSingleton(provider => provider.GetRequiredService<WebhookStores>().Deliveries);
        services.TryAddSingleton(provider => provider.GetRequiredService<WebhookStores>().Log);
    }

    private static void AddSubscriptions(IServiceCollection services)
    {
        services.TryAddSingleton<IWebhookSecretProtector, UnprotectedSecrets>();
        services.TryAddSingleton(provider => new AuditTrail(
            provider.GetRequiredService<WebhookStores>().Audit,
            provider.GetRequiredService<ISubscriptionStore>(),
            provider.GetRequiredService<ReadLimit>(),
            provider.GetRequiredService<EngineClock>(),
            provider.GetRequiredService<ILogger<AuditTrail>>()));
        services.TryAddSingleton<IWebhookAudit>(provider => provider.GetRequiredService<AuditTrail>());
        services.TryAddSingleton<SubscriptionRules>();
        services.TryAddSingleton<SubscriptionForm>();
        services.TryAddSingleton<SnapshotFactory>();
        services.TryAddSingleton<SubscriptionRegistry>();
        services.TryAddSingleton<SubscriptionEvents>();
        services.TryAddSingleton<SubscriptionTransfer>();
        services.TryAddSingleton<DeclaredWebhooks>();
        services.TryAddSingleton<IWebhookSubscriptions, WebhookSubscriptions>();
    }

    private static void AddSending(IServiceCollection services)
    {
        services.TryAddSingleton<IWebhookSigner, ContractSigner>();
        services.TryAddSingleton<IOutcomeClassifier, OutcomeClassifier>();
        services.TryAddSingleton<IRetryScheduler, ContractRetryScheduler>();
        services.TryAddSingleton<AttemptJudge>();
        services.TryAddSingleton<AddressGuard>();
        services.TryAddSingleton<HandlerChain>();
        services.TryAddSingleton<DeadlinePool>();
        services.TryAddSingleton<WebhookSender>();
    }

    private static void AddPump(IServiceCollection services)
    {
        services.TryAddSingleton<LaneSet>();
        services.TryAddSingleton<WakeUp>();
        services.TryAddSingleton<DueTimes>();
        services.TryAddSingleton<PumpHealth>();
        services.TryAddSingleton<HostPipelineFailures>();
        services.TryAddSingleton<RunningAttempts>();
        services.TryAddSingleton<AlertQueue>();
        services.TryAddSingleton<AttemptTally>();
        services.TryAddSingleton<StatisticsWriter>();
        services.TryAddSingleton<ResultFollowUp>();
        services.TryAddSingleton<ResultRecorder>();
        services.TryAddSingleton<ClaimStep>();
        services.TryAddSingleton<DeliveryStep>();
        services.TryAddSingleton<DeliveryPump>();
        services.TryAddSingleton<IHandOff>(provider => provider.GetRequiredService<DeliveryPump>());
        services.TryAddSingleton<TestSend>();
        services.TryAddSingleton<ThisNode>();
        services.TryAddSingleton<Heartbeat>();
        services.TryAddSingleton<IWebhookNodes, WebhookNodes>();
        services.TryAddSingleton<ClockOffsetWatch>();
        services.TryAddSingleton<ClockWatch>();
        services.TryAddSingleton<Sweep>();
    }
}
