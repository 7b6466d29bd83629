using System.Data.Common;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.EntityFrameworkCore.Collecting;

/// <summary>Events on their way into a transaction.</summary>
/// <param name="Events">In the order of collecting.</param>
/// <param name="Transaction">The provider's own transaction; none when there is nothing to write.</param>
internal readonly record struct WriteStep(IReadOnlyList<NewWebhookEvent> Events, DbTransaction? Transaction)
{
    public static WriteStep Nothing { get; } = new([], null);

    /// <summary>Batches as the dispatcher takes them: bounded, and no id twice, as the same id collected again is the same event or a conflict, which the store decides.</summary>
    public IEnumerable<IReadOnlyList<NewWebhookEvent>> Batches(int max)
    {
        var batch = new List<NewWebhookEvent>();
        var ids = new HashSet<(string?, string?)>();
        foreach (var webhookEvent in Events)
        {
            if (batch.Count == max || !ids.Add((webhookEvent.Options.TenantId, webhookEvent.Options.EventId)))
            {
                yield return batch;
                (batch, ids) = ([], [(webhookEvent.Options.TenantId, webhookEvent.Options.EventId)]);
            }

            webhookEvent.Options.Transaction = Transaction;
            batch.Add(webhookEvent);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
