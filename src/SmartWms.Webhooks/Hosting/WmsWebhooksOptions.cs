using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Retention;
using SmartWms.Webhooks.Sending;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Hosting;

/// <summary>Settings of the engine. The configuration section <c>WmsWebhooks</c> (or the one given) sets them; an unknown key or a bad value stops the start.</summary>
public sealed class WmsWebhooksOptions
{
    /// <summary>The contract of webhooks that name none. In configuration: the key <c>Contract</c> with a registered name.</summary>
    /// <value><see cref="WebhookContract.SmartWms"/>.</value>
    public WebhookContract Contract { get; set; } = WebhookContract.SmartWms;

    /// <summary>The contract's name as configuration gives it; looked up among the registered ones when the engine is built.</summary>
    internal string? ContractName { get; set; }

    /// <summary>What may be published.</summary>
    public PublishingOptions Publishing { get; } = new();

    /// <summary>What webhooks that say nothing of their own get.</summary>
    public SubscriptionOptions Subscriptions { get; } = new();

    /// <summary>How much is in flight, and when a failing receiver is spared.</summary>
    public LaneOptions Lanes { get; } = new();

    /// <summary>How this node takes work.</summary>
    public PumpOptions Pump { get; } = new();

    /// <summary>How requests are made.</summary>
    public SendingOptions Sending { get; } = new();

    /// <summary>When people are told.</summary>
    public AlertOptions Alerts { get; } = new();

    /// <summary>How long things are kept.</summary>
    public RetentionOptions Retention { get; } = new();

    /// <summary>Where requests may go. Set in code only.</summary>
    public AddressPolicy Addresses { get; set; } = new();

    /// <summary>Webhooks declared by configuration, by key; each start creates or updates them.</summary>
    public IDictionary<string, DeclaredWebhook> Webhooks { get; } = new Dictionary<string, DeclaredWebhook>(StringComparer.Ordinal);
}
