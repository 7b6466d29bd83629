using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Resends and tests, found apart from the lanes: a queue for each webhook, and the webhooks in the order of what each has first.</summary>
/// <remarks>The first one but those of some webhooks is found past a single row of each of these, however many they have due.</remarks>
internal sealed class ApartQueue
{
    /// <summary>The earliest of each webhook that has any. A row that is queued does not change its time, so this order holds.</summary>
    private readonly SortedSet<DeliveryRow> _firsts = new(Comparer<DeliveryRow>.Create((one, other) => (one.Time, one.Id).CompareTo((other.Time, other.Id))));

    /// <summary>The earliest of all webhooks but these.</summary>
    public DeliveryRow? Earliest(IReadOnlySet<SubscriptionId> except) => except.Count == 0 ? _firsts.Min : _firsts.FirstOrDefault(row => !except.Contains(row.Lane.Id));

    public void Add(DeliveryRow row)
    {
        var first = row.Lane.Apart.Earliest;
        row.Lane.Apart.Add(row);
        Follow(row.Lane, first);
    }

    public void Remove(DeliveryRow row)
    {
        var first = row.Lane.Apart.Earliest;
        row.Lane.Apart.Remove(row);
        Follow(row.Lane, first);
    }

    /// <summary>Everything, in no order. Nothing may be added or removed meanwhile.</summary>
    public IEnumerable<DeliveryRow> All() => _firsts.SelectMany(row => row.Lane.Apart.All()).Cast<DeliveryRow>();

    public void AddLaterThan(long time, List<Timed> later)
    {
        foreach (var row in _firsts)
        {
            row.Lane.Apart.AddLaterThan(time, later);
        }
    }

    private void Follow(Lane lane, Timed? before)
    {
        var first = lane.Apart.Earliest;
        if (ReferenceEquals(first, before))
        {
            return;
        }

        if (before is DeliveryRow old)
        {
            _firsts.Remove(old);
        }

        if (first is DeliveryRow row)
        {
            _firsts.Add(row);
        }
    }
}
