using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>The nodes as people see them.</summary>
internal sealed class WebhookNodes(
    WebhookStores stores, ThisNode node, DeliveryPump pump, Heartbeat heartbeat, AuditTrail audit, EngineClock clock, PumpOptions options, ILogger<WebhookNodes> logger) : IWebhookNodes
{
    public async Task<IReadOnlyList<WebhookNode>> ListAsync(CancellationToken cancellationToken = default)
    {
        var now = clock.Now;
        IReadOnlyList<StoredNode> rows = stores.Nodes is { } store ? await store.ListAsync(cancellationToken).ConfigureAwait(false) : [new StoredNode(node.Beat(), now)];
        return [.. rows.Select(row => View(row, now)).OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.StartedAt)];
    }

    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        var isNew = !pump.IsDraining;
        if (isNew)
        {
            Log.Draining(logger, options.NodeName);
        }

        var drained = pump.DrainAsync(cancellationToken);
        if (isNew)
        {
            await heartbeat.SayAsync(cancellationToken).ConfigureAwait(false);

            // Before the wait: it takes as long as a receiver likes, and whoever waits may give up.
            await audit.WriteAsync(AuditAction.NodeDrained, null, null, options.NodeName).ConfigureAwait(false);
        }

        await drained.ConfigureAwait(false);
        await heartbeat.SayAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task ResumeAsync(CancellationToken cancellationToken = default)
    {
        if (pump.IsDraining)
        {
            pump.Resume();
            Log.Resumed(logger, options.NodeName);
            await heartbeat.SayAsync(cancellationToken).ConfigureAwait(false);
            await audit.WriteAsync(AuditAction.NodeResumed, null, null, options.NodeName).ConfigureAwait(false);
        }
    }

    private WebhookNode View(StoredNode row, DateTimeOffset now) => new()
    {
        Name = row.Beat.Name,
        Instance = row.Beat.Instance,
        Role = row.Beat.Role,
        State = row.Beat.State,
        InFlight = row.Beat.InFlight,
        StartedAt = row.Beat.StartedAt,
        LastSeenAt = row.LastSeenAt,
        Version = row.Beat.Version,
        IsLive = row.LastSeenAt > now - NodeBeat.LiveFor,
        IsThisNode = row.Beat.Instance == node.Instance,
    };
}
