using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Retention;

/// <summary>Once a minute: cancels what was held too long or belongs to deleted webhooks, removes what is old, and mends due times that a wrong clock set.</summary>
internal sealed class Sweep(
    WebhookStores stores, RetentionOptions options, ContractCatalogue contracts, ClockWatch clockWatch, Metrics metrics, EngineClock clock, ILogger<Sweep> logger)
{
    /// <summary>How long the row of a node that ended without a word is kept for people to see.</summary>
    private static readonly TimeSpan NodesFor = TimeSpan.FromDays(1);

    /// <summary>Nothing can rightly be due later than this from now (R30).</summary>
    private readonly TimeSpan _latest = Latest(contracts);

    private IDeliveryStore Deliveries => stores.Deliveries;

    public static TimeSpan Latest(ContractCatalogue contracts)
    {
        var longest = contracts.All.Max(contract => contract.Delays.Max() * (1 + contract.Jitter));
        var floor = TimeSpan.FromHours(24);
        return (longest > floor ? longest : floor) + TimeSpan.FromHours(1);
    }

    /// <summary>One turn.</summary>
    public async Task RunOnceAsync(TimeSpan longestOwnDelay, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        await BringForwardAsync(now, longestOwnDelay, cancellationToken).ConfigureAwait(false);
        var backlog = await Deliveries.GetBacklogAsync(now, cancellationToken).ConfigureAwait(false);
        metrics.Backlog(backlog.Due, backlog.OldestDueAt is { } oldest ? now - oldest : TimeSpan.Zero);
        if (clockWatch.IsSuspicious(now) || !options.Enabled)
        {
            return;
        }

        var cancelled = await RepeatAsync(() => Deliveries.CancelHeldAsync(now - options.Hold, options.BatchSize, now, cancellationToken), cancellationToken).ConfigureAwait(false);
        var request = new PurgeRequest(now - options.Log, now - options.EventIds, options.BatchSize);
        var purged = await RepeatAsync(() => Deliveries.PurgeAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (stores.Statistics is { } statistics)
        {
            purged += await RepeatAsync(() => statistics.PurgeAsync(now - options.Statistics, options.BatchSize, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        if (stores.Audit is { } audit)
        {
            purged += await RepeatAsync(() => audit.PurgeAsync(now - options.Audit, options.BatchSize, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        await (stores.Nodes?.ForgetAsync(now - NodesFor, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        if (cancelled + purged > 0)
        {
            Log.Swept(logger, cancelled, purged);
        }
    }

    private async Task BringForwardAsync(DateTimeOffset now, TimeSpan longestOwnDelay, CancellationToken cancellationToken)
    {
        var latest = now + (longestOwnDelay + TimeSpan.FromHours(1) > _latest ? longestOwnDelay + TimeSpan.FromHours(1) : _latest);
        var moved = await Deliveries.BringForwardAsync(latest, cancellationToken).ConfigureAwait(false);
        if (moved > 0)
        {
            Log.BroughtForward(logger, moved);
        }
    }

    private static async Task<int> RepeatAsync(Func<Task<int>> batch, CancellationToken cancellationToken)
    {
        var total = 0;
        int done;
        do
        {
            done = await batch().ConfigureAwait(false);
            total += done;
        }
        while (done > 0 && !cancellationToken.IsCancellationRequested);

        return total;
    }
}
