using SmartWms.Webhooks.Crash.Host.Stores;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.InMemory;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>The real store in memory, which answers when the simulated writer has written.</summary>
internal sealed class SimulatedDeliveries(InMemoryDeliveryStore store, StoreWriter writer) : DeliveryStoreDecorator(store)
{
    public override Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken) =>
        writer.WriteAsync(events.Sum(each => 1 + each.Deliveries.Count), () => base.AddAsync(events, matchedVersion, now, leaseFor, cancellationToken));

    /// <summary>How many rows it writes is known only when it is done; as many as are asked for is the most, and near to it while there is a backlog.</summary>
    public override Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken) =>
        writer.WriteAsync(claim.Lanes.Sum(lane => lane.Max), () => base.ClaimAsync(claim, cancellationToken));

    public override Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken) =>
        writer.WriteAsync(records.Count, () => base.RecordAsync(records, now, cancellationToken));

    public override Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken) =>
        writer.WriteAsync(releases.Count, async () =>
        {
            await base.ReleaseAsync(releases, cancellationToken);
            return true;
        });
}
