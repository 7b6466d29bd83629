using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.EntityFrameworkCore.Collecting;

/// <summary>An event that waits for its save, and the transactions that it has met.</summary>
/// <param name="Event">Its id, time and bytes are fixed.</param>
/// <param name="CollectedIn">The host's open transaction in which it was collected.</param>
internal sealed record CollectedEvent(NewWebhookEvent Event, Guid? CollectedIn)
{
    /// <summary>The transaction that holds it now; should that end badly, it is written again.</summary>
    public Guid? WrittenIn { get; init; }
}
