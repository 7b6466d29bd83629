using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>Stores results in batches that form while the batch before is written, and tells the real lanes and due times what follows.</summary>
internal sealed class SimulatedRecorder(SimulatedEngine engine, Timeline timeline, Action wakeUp, Action<RecordItem, RecordResult> stored)
{
    private const int BatchSize = 512;

    private readonly IDeliveryStore _store = engine.Part<IDeliveryStore>();
    private readonly LaneSet _lanes = engine.Part<LaneSet>();
    private readonly DueTimes _dueTimes = engine.Part<DueTimes>();
    private readonly EngineClock _clock = engine.Part<EngineClock>();
    private readonly Queue<RecordItem> _items = new();
    private bool _isBusy;

    public void Add(RecordItem item)
    {
        _items.Enqueue(item);
        if (!_isBusy)
        {
            _isBusy = true;
            timeline.Processors.Enqueue(0, () => _ = StoreAsync());
        }
    }

    private async Task StoreAsync()
    {
        while (_items.Count > 0)
        {
            var (results, releases) = (new List<RecordItem>(), new List<DeliveryRelease>());
            while (results.Count + releases.Count < BatchSize && _items.TryDequeue(out var item))
            {
                if (item.Record is null)
                {
                    releases.Add(item.Release);
                }
                else
                {
                    results.Add(item);
                }
            }

            if (results.Count > 0)
            {
                var accepted = await _store.RecordAsync([.. results.Select(item => item.Record!)], _clock.Now, CancellationToken.None);
                for (var index = 0; index < results.Count; index++)
                {
                    Follow(results[index].Record!);
                    stored(results[index], accepted[index]);
                }
            }

            if (releases.Count > 0)
            {
                await _store.ReleaseAsync(releases, CancellationToken.None);
                wakeUp();
            }
        }

        _isBusy = false;
    }

    /// <summary>As <see cref="ResultFollowUp"/> does.</summary>
    private void Follow(DeliveryRecord record)
    {
        if (record.Next == DeliveryState.Delivered && record.LaneWaitsUntil is null && !_lanes.IsOpen(record.Subscription))
        {
            return;
        }

        _lanes.Decided(record.Delivery, record.Subscription, record.DueAt, record.LaneWaitsUntil, _clock.Now);
        if (record.DueAt is { } dueAt && _dueTimes.Add(dueAt))
        {
            wakeUp();
        }
    }
}
