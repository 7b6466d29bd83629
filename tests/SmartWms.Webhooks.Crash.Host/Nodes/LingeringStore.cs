using System.Globalization;
using SmartWms.Webhooks.Crash.Host.Stores;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Crash.Host.Nodes;

/// <summary>Stands still now and then between the lease and the request, and says so: there the parent freezes the process.</summary>
internal sealed class LingeringStore(IDeliveryStore inner, Ledger ledger) : DeliveryStoreDecorator(inner)
{
    private const int Every = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private int _leases;

    public override async Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken)
    {
        var result = await base.AddAsync(events, matchedVersion, now, leaseFor, cancellationToken);
        await LingerAsync(events.Sum(item => item.Deliveries.Count(delivery => delivery.LeaseToken != 0)));
        return result;
    }

    public override async Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        var result = await base.ClaimAsync(claim, cancellationToken);
        await LingerAsync(result.Deliveries.Count);
        return result;
    }

    private async Task LingerAsync(int leased)
    {
        if (leased > 0 && Interlocked.Increment(ref _leases) % Every == 0)
        {
            ledger.Write(Fleet.Lingers, leased.ToString(CultureInfo.InvariantCulture));
            await Task.Delay(Pause);
        }
    }
}
