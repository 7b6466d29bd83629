using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Retention;

/// <summary>Once a minute: cancels what was held too long or belongs to deleted webhooks, removes what is old, and mends due times that a wrong clock set.</summary>
internal sealed class Sweep(
    WebhookStores stores, RetentionOptions options, ContractCatalogue contracts, SubscriptionRegistry subscriptions, ClockWatch clockWatch, Metrics metrics, EngineClock clock, ILogger<Sweep> logger)
{
    /// <summary>How long the row of a node that ended without a word is kept for people to see.</summary>
    private static readonly TimeSpan NodesFor = TimeSpan.FromDays(1);

    private IDeliveryStore Deliveries => stores.Deliveries;

    /// <summary>Nothing can rightly be due later than this from now (R30). A webhook's own schedule varies by its contract's jitter as the contract's does.</summary>
    public static TimeSpan Latest(ContractCatalogue contracts, IEnumerable<SubscriptionSnapshot> subscriptions)
    {
        var longest = contracts.All.Max(contract => contract.Delays.Max() * (1 + contract.Jitter));
        var longestOwn = subscriptions.SelectMany(subscription => subscription.Delays, (subscription, delay) => delay * (1 + subscription.Contract.Jitter)).DefaultIfEmpty().Max();
        var floor = TimeSpan.FromHours(24);
        return new[] { longest, longestOwn, floor }.Max() + TimeSpan.FromHours(1);
    }

    /// <summary>One turn.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BringForwardAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also where the webhooks cannot be read, which then fails the turn at its end.
            await CleanAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now;
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

    private async Task BringForwardAsync(CancellationToken cancellationToken)
    {
        // Read anew: a node that neither claims nor publishes learns in no other way of a schedule that another node was given.
        var known = await subscriptions.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var moved = await Deliveries.BringForwardAsync(clock.Now + Latest(contracts, known.All), cancellationToken).ConfigureAwait(false);
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
