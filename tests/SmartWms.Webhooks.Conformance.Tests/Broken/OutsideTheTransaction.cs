using System.Data.Common;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Says that it takes part in the host's transaction and stores at once.</summary>
internal sealed class OutsideTheTransaction(IDeliveryStore inner) : AlteredDeliveries(inner), ITransactionalDeliveryStore
{
    public Task<AddResult> AddAsync(DbTransaction transaction, IReadOnlyList<NewEvent> events, DateTimeOffset now, CancellationToken cancellationToken) =>
        Add(events, null, now, TimeSpan.Zero, cancellationToken);
}
