using System.Data.Common;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>What a delivery store adds when events can be part of the host's own transaction: the event exists exactly if the order does. Optional; implemented by the class that implements <see cref="IDeliveryStore"/>.</summary>
public interface ITransactionalDeliveryStore
{
    /// <summary>Stores events in a transaction that the host began on the same database and will end itself. Nothing is leased; what was stored is due, for any node, once the host commits.</summary>
    /// <remarks>Takes no lock that another publisher needs: it writes rows of its own and no row of a subscription. Subscriptions were matched by what another connection read, as the transaction's snapshot may be old.</remarks>
    /// <param name="transaction">Open, of this store's provider, on this store's database.</param>
    /// <param name="events">As in <see cref="IDeliveryStore.AddAsync"/>; their deliveries carry no lease token.</param>
    /// <param name="now">When they are added and due.</param>
    /// <param name="cancellationToken">Abandons the write; whether the transaction can go on then is the provider's rule.</param>
    /// <returns>What became of each; never <see cref="AddOutcome.Stale"/>. After <see cref="AddOutcome.Conflict"/> nothing was written and the transaction can go on.</returns>
    /// <exception cref="WebhookTransactionException">The transaction is of another provider, another database or file, or has ended. Nothing was written, and the host's transaction is not aborted by the question.</exception>
    Task<AddResult> AddAsync(DbTransaction transaction, IReadOnlyList<NewEvent> events, DateTimeOffset now, CancellationToken cancellationToken);
}
