using SmartWms.Webhooks.Crash.Host.Stores;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>A store that fails before it has done what it was asked, fails after it has done it, or takes its time; now and then, in each method.</summary>
internal sealed class LyingStore(IDeliveryStore inner, Random random) : DeliveryStoreDecorator(inner)
{
    private const int OfHundred = 5;

    private readonly Lock _lock = new();
    private int _lies;

    public int Lies => Volatile.Read(ref _lies);

    /// <summary>From now on it is honest.</summary>
    public volatile bool IsHonest;

    public override Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken) =>
        LieAsync(() => base.AddAsync(events, matchedVersion, now, leaseFor, cancellationToken));

    public override Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        LieAsync(() => base.FindDueLanesAsync(query, now, cancellationToken));

    public override Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken) => LieAsync(() => base.ClaimAsync(claim, cancellationToken));

    public override Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken) =>
        LieAsync(() => base.RecordAsync(records, now, cancellationToken));

    public override Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken) => LieAsync(async () =>
    {
        await base.ReleaseAsync(releases, cancellationToken);
        return true;
    });

    public override Task<int> CancelHeldAsync(DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        LieAsync(() => base.CancelHeldAsync(heldSince, limit, now, cancellationToken));

    public override Task<int> BringForwardAsync(DateTimeOffset latest, CancellationToken cancellationToken) => LieAsync(() => base.BringForwardAsync(latest, cancellationToken));

    public override Task<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken) => LieAsync(() => base.PurgeAsync(request, cancellationToken));

    private async Task<T> LieAsync<T>(Func<Task<T>> truth)
    {
        int lie;
        lock (_lock)
        {
            lie = IsHonest || random.Next(100) >= OfHundred ? 0 : random.Next(1, 4);
        }

        if (lie == 0)
        {
            return await truth();
        }

        Interlocked.Increment(ref _lies);
        switch (lie)
        {
            case 1:
                throw new IOException("The store says that it failed, and has done nothing.");
            case 2:
                await truth();
                throw new IOException("The store says that it failed, and has done it.");
            default:
                await RealTime.WaitAsync(500);
                return await truth();
        }
    }
}
