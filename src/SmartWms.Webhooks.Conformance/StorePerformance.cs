using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance;

/// <summary>Measures a store's hot path. Nothing is judged: the figures are of this store on this machine, and how much is enough is the host's to say.</summary>
public static class StorePerformance
{
    private const int Lanes = 50;
    private const int Batch = 100;

    /// <summary>Publishes, finds lanes, claims and records on one empty database, one call after the other.</summary>
    /// <param name="store">The store's name in the report.</param>
    /// <param name="open">Opens an empty database.</param>
    /// <param name="time">Whose timestamps are used.</param>
    /// <param name="deliveries">How many deliveries are made, 100 or more; rounded down to hundreds.</param>
    /// <param name="cancellationToken">Abandons the run.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 100 deliveries.</exception>
    public static async Task<PerformanceReport> MeasureAsync(
        string store, Func<CancellationToken, Task<StoreUnderTest>> open, TimeProvider time, int deliveries = 5_000, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(store);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(deliveries, Batch);
        var stores = await open(cancellationToken).ConfigureAwait(false);
        await using (stores.ConfigureAwait(false))
        {
            return await MeasureAsync(store, stores, time, deliveries / Batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<PerformanceReport> MeasureAsync(string store, StoreUnderTest stores, TimeProvider time, int batches, CancellationToken stop)
    {
        var (lanes, claimed, lines) = (new List<SubscriptionId>(), new List<ClaimedDelivery>(), new List<PerformanceLine>());
        for (var index = 0; index < Lanes; index++)
        {
            lanes.Add((await stores.Subscriptions.CreateAsync(Given.Subscription(), stop).ConfigureAwait(false))!.Id);
        }

        await MeasureAsync("publishes, one at a time", Batch, Batch, single => AddAsync($"one_{single}", 1)).ConfigureAwait(false);
        await MeasureAsync("publishes, 100 at a time", batches, batches * Batch, batch => AddAsync($"batch_{batch}", Batch)).ConfigureAwait(false);
        await MeasureAsync("looks for due lanes", Batch, Batch, _ => stores.Deliveries.FindDueLanesAsync(new DueLaneQuery(default, Lanes, []), Given.Start, stop))
            .ConfigureAwait(false);
        await MeasureAsync("claims, 100 at a time", batches, batches * Batch, ClaimAsync).ConfigureAwait(false);
        var records = claimed.Select(Given.Delivered).Chunk(Batch).ToArray();
        await MeasureAsync("records, 100 at a time", records.Length, claimed.Count, batch => stores.Deliveries.RecordAsync(records[batch], Given.Start, stop))
            .ConfigureAwait(false);
        return new PerformanceReport(store, lines);

        async Task MeasureAsync(string what, int calls, int rows, Func<int, Task> call)
        {
            var start = time.GetTimestamp();
            for (var index = 0; index < calls; index++)
            {
                await call(index).ConfigureAwait(false);
            }

            lines.Add(new PerformanceLine(what, rows, time.GetElapsedTime(start)));
        }

        Task AddAsync(string stem, int count) => stores.Deliveries.AddAsync(
            [.. Enumerable.Range(0, count).Select(index => Given.Event($"{stem}_{index}", new NewDelivery(lanes[index % Lanes], 0)))], null, Given.Start, Given.Lease, stop);

        async Task ClaimAsync(int batch)
        {
            var claim = new Claim([.. lanes.Select(lane => new LaneClaim(lane, Batch / Lanes))], 0, batch + 1, Given.Start, Given.Lease);
            claimed.AddRange((await stores.Deliveries.ClaimAsync(claim, stop).ConfigureAwait(false)).Deliveries);
        }
    }
}
