using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Sending;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks;

/// <summary>Chooses the engine's store and replaces its parts.</summary>
public sealed class WmsWebhooksBuilder
{
    internal WmsWebhooksBuilder(IServiceCollection services, IHttpClientBuilder httpClient)
    {
        Services = services;
        HttpClient = httpClient;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The HTTP client that requests go through, for handlers of the host. Whatever they do, one attempt stays one POST.</summary>
    public IHttpClientBuilder HttpClient { get; }

    private StoreChoice Stores => (StoreChoice)Services.Single(service => service.ServiceType == typeof(StoreChoice)).ImplementationInstance!;

    /// <summary>Uses stores of your own. Prove them with the conformance suite first.</summary>
    /// <param name="make">Makes them, once.</param>
    /// <param name="name">What the error says when a second store is chosen.</param>
    /// <returns>The builder.</returns>
    public WmsWebhooksBuilder UseStores(Func<IServiceProvider, WebhookStores> make, string name = nameof(UseStores))
    {
        ArgumentNullException.ThrowIfNull(make);
        Stores.Add(name, make);
        return this;
    }

    /// <summary>Keeps everything in memory: for tests and for trying out. Nothing survives a restart.</summary>
    /// <returns>The builder.</returns>
    public WmsWebhooksBuilder UseInMemory() => UseStores(
        static _ =>
        {
            var database = new InMemoryDatabase();
            return new WebhookStores(new InMemorySubscriptionStore(database), new InMemoryDeliveryStore(database), new InMemoryDeliveryLog(database))
            {
                Nodes = new InMemoryNodeStore(database),
                Erasure = new InMemoryTenantErasure(database),
                Statistics = new InMemoryStatisticsStore(database),
                Audit = new InMemoryAuditStore(database),
            };
        },
        nameof(UseInMemory));

    /// <summary>Registers an event type of the host's own; one with a standard type's name replaces it.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">Its name is not an event type's.</exception>
    public WmsWebhooksBuilder AddEventType(WebhookEventType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!EventTypeName.IsValid(type.Name))
        {
            throw new ArgumentException($"'{SubscriptionRules.Shown(type.Name)}' is not an event type: parts of a-z 0-9 _ split by dots, at most {EventTypeName.MaxLength} characters.", nameof(type));
        }

        Services.AddSingleton(type);
        return this;
    }

    /// <summary>Registers an event type of the host's own.</summary>
    /// <param name="name">Dotted name, e.g. <c>cycle_count.finished</c>.</param>
    /// <param name="description">What has happened when it is published, one sentence.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is not an event type's.</exception>
    public WmsWebhooksBuilder AddEventType(string name, string description = "") => AddEventType(new WebhookEventType { Name = name, Description = description });

    /// <summary>Registers a contract of the host's own, made <c>with</c> one of the three.</summary>
    /// <param name="contract">The contract.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">It breaks a rule; the message names all of them.</exception>
    public WmsWebhooksBuilder AddContract(WebhookContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var errors = new List<string>();
        ContractRules.Check(contract, errors);
        SubscriptionRules.ThrowIfAny(errors, nameof(contract));
        Services.AddSingleton(contract);
        return this;
    }

    /// <summary>Adds somebody to be told when a delivery fails for good, a webhook is disabled or keeps failing.</summary>
    /// <typeparam name="T">Made once by the host's container.</typeparam>
    /// <returns>The builder.</returns>
    public WmsWebhooksBuilder AddAlerts<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IWebhookAlerts
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IWebhookAlerts, T>());
        return this;
    }

    /// <summary>Replaces how requests are signed.</summary>
    /// <typeparam name="T">Made once by the host's container.</typeparam>
    /// <returns>The builder.</returns>
    public WmsWebhooksBuilder UseSigner<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IWebhookSigner => Replace<IWebhookSigner, T>();

    /// <summary>Replaces when a failed delivery is tried again.</summary>
    /// <typeparam name="T">Made once by the host's container.</typeparam>
    /// <returns>The builder.</returns>
    public WmsWebhooksBuilder UseRetryScheduler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IRetryScheduler => Replace<IRetryScheduler, T>();

    /// <summary>Replaces what counts as success and failure.</summary>
    /// <typeparam name="T">Made once by the host's container.</typeparam>
    /// <returns>The builder.</returns>
    public WmsWebhooksBuilder UseOutcomeClassifier<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IOutcomeClassifier => Replace<IOutcomeClassifier, T>();

    /// <summary>Seals secrets and header values in the store. Without it they lie there as they are.</summary>
    /// <typeparam name="T">Made once by the host's container.</typeparam>
    /// <returns>The builder.</returns>
    public WmsWebhooksBuilder ProtectSecretsWith<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IWebhookSecretProtector => Replace<IWebhookSecretProtector, T>();

    /// <summary>Seals secrets and header values in the store, usually with a <see cref="WebhookKeyRing"/>. Without it they lie there as they are.</summary>
    /// <param name="protector">Used by several threads at once.</param>
    /// <returns>The builder.</returns>
    public WmsWebhooksBuilder ProtectSecretsWith(IWebhookSecretProtector protector)
    {
        ArgumentNullException.ThrowIfNull(protector);
        Services.Replace(ServiceDescriptor.Singleton(protector));
        return this;
    }

    /// <summary>Sets client certificates or a private CA on the primary HTTP handler. What the address guard depends on is asserted afterwards, at the start.</summary>
    /// <param name="configure">Sets them.</param>
    /// <returns>The builder.</returns>
    public WmsWebhooksBuilder ConfigureHandler(Action<SocketsHttpHandler> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.AddSingleton(new HandlerConfiguration(configure));
        return this;
    }

    private WmsWebhooksBuilder Replace<TPort, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where TPort : class
        where T : class, TPort
    {
        Services.Replace(ServiceDescriptor.Singleton<TPort, T>());
        return this;
    }
}
