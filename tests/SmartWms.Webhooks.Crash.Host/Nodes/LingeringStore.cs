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
        await LingerAsync([.. events.SelectMany(item => item.Deliveries).Select(delivery => delivery.LeaseToken).Where(token => token != 0)]);
        return result;
    }

    public override async Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        var result = await base.ClaimAsync(claim, cancellationToken);
        await LingerAsync(result.Deliveries.Count > 0 ? [claim.LeaseToken] : []);
        return result;
    }

    private async Task LingerAsync(IReadOnlyList<long> tokens)
    {
        if (tokens.Count > 0 && Interlocked.Increment(ref _leases) % Every == 0)
        {
            var leases = string.Join(' ', tokens.Select(token => token.ToString(CultureInfo.InvariantCulture)));
            ledger.Write(Fleet.Lingers, leases);
            await Task.Delay(Pause);
            ledger.Write(Fleet.Lingered, leases);
        }
    }
}
