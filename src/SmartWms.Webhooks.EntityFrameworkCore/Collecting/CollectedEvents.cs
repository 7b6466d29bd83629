using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.EntityFrameworkCore.Collecting;

/// <summary>The events of one context between collecting and commit. An event follows the entities that it was collected with: saved with them, saved again with them, forgotten with them. Pure.</summary>
internal sealed class CollectedEvents
{
    private readonly List<CollectedEvent> _events = [];

    public int Count => _events.Count;

    public void Add(NewWebhookEvent webhookEvent, Guid? transaction) => _events.Add(new CollectedEvent(webhookEvent, transaction));

    /// <summary>What this transaction does not hold yet, in the order of collecting.</summary>
    public IReadOnlyList<NewWebhookEvent> Unwritten(Guid transaction) =>
        _events.TrueForAll(collected => collected.WrittenIn == transaction) ? [] : [.. _events.Where(collected => collected.WrittenIn != transaction).Select(collected => collected.Event)];

    /// <summary>The transaction holds everything that was collected so far.</summary>
    public void Written(Guid transaction) => Change(collected => collected with { WrittenIn = transaction });

    /// <summary>A save succeeded and its entities count as stored (<c>acceptAllChangesOnSuccess</c>): no later save writes them again, nor their events.</summary>
    public void Accepted() => _events.RemoveAll(collected => collected.WrittenIn is not null);

    /// <summary>What it held exists. What was collected in it and not saved waits for the next save, as its entities do.</summary>
    public void Committed(Guid transaction)
    {
        _events.RemoveAll(collected => collected.WrittenIn == transaction);
        Change(collected => collected with { CollectedIn = collected.CollectedIn == transaction ? null : collected.CollectedIn });
    }

    /// <summary>What was collected in it is forgotten: whoever tries again begins anew. What was collected before is written again by the next save, under the same id.</summary>
    public void RolledBack(Guid transaction)
    {
        _events.RemoveAll(collected => collected.CollectedIn == transaction);
        Undone(transaction);
    }

    /// <summary>The transaction went back to a savepoint, or ended unseen: what it held may be gone. Writing an event twice is harmless, as it has its id.</summary>
    public void Undone(Guid transaction) => Change(collected => collected.WrittenIn == transaction ? collected with { WrittenIn = null } : collected);

    public void Clear() => _events.Clear();

    private void Change(Func<CollectedEvent, CollectedEvent> change)
    {
        for (var index = 0; index < _events.Count; index++)
        {
            _events[index] = change(_events[index]);
        }
    }
}
