using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace CustomStore.Book;

/// <summary>All that the store knows. Nothing here asks for the time or for chance: the same calls make the same book.</summary>
internal sealed partial class WebhookBook
{
    /// <summary>Unfinished deliveries in the order they are due: one queue for each lane, and one, under the lane of id 0, for those apart from the lanes.</summary>
    private readonly Dictionary<SubscriptionId, SortedSet<BookDelivery>> _queues = [];
    private readonly SortedDictionary<DeliveryId, BookDelivery> _deliveries = [];
    private readonly Dictionary<(string? Tenant, string Id), BookEvent> _events = [];
    private long _lastDelivery;

    public BookSubscriptions Subscriptions { get; } = new();

    public BookDelivery? Find(DeliveryId id) => _deliveries.GetValueOrDefault(id);

    public IEnumerable<BookDelivery> NewestFirst() => _deliveries.Values.Reverse();

    public AddResult Add(IReadOnlyList<NewEvent> events, long? version, DateTimeOffset now, TimeSpan lease)
    {
        if (version is { } matched && matched != Subscriptions.Version)
        {
            return AddResult.Stale;
        }

        var stored = events.Select(one => _events.GetValueOrDefault((one.TenantId, one.Id))).ToArray();
        for (var index = 0; index < stored.Length; index++)
        {
            if (stored[index] is { } taken && !taken.IsSame(events[index]))
            {
                return new AddResult(AddOutcome.Conflict, [], events[index].Id);
            }
        }

        return new AddResult(
            AddOutcome.Added,
            [.. events.Select((one, index) => new AddedEvent(stored[index] is not null, [.. (stored[index] ?? Add(one, now, lease)).Deliveries]))]);
    }

    private BookEvent Add(NewEvent source, DateTimeOffset now, TimeSpan lease)
    {
        var added = new BookEvent(source, now);
        _events.Add((source.TenantId, source.Id), added);
        foreach (var one in source.Deliveries)
        {
            var row = new BookDelivery(new DeliveryId(++_lastDelivery), added, one) { Token = one.LeaseToken };
            (row.State, row.Time, row.Claims) = one.LeaseToken == 0 ? (DeliveryState.Pending, now, 0) : (DeliveryState.Sending, now + lease, 1);
            added.Deliveries.Add(row.Id);
            _deliveries.Add(row.Id, row);
            QueueOf(row).Add(row);
        }

        return added;
    }

    /// <summary>Only here does a delivery change what it is queued by.</summary>
    private void Move(BookDelivery row, DeliveryState state, AttemptTrigger trigger, DateTimeOffset time)
    {
        QueueOf(row).Remove(row);
        (row.State, row.Trigger, row.Time) = (state, trigger, time);
        if (state != DeliveryState.Sending)
        {
            row.Token = 0;
        }

        if (row.IsEnded)
        {
            row.Before = null;
        }
        else
        {
            QueueOf(row).Add(row);
        }
    }

    private SortedSet<BookDelivery> QueueOf(BookDelivery row) => QueueOf(row.IsApart ? default : row.Subscription);

    private SortedSet<BookDelivery> QueueOf(SubscriptionId lane)
    {
        if (!_queues.TryGetValue(lane, out var queue))
        {
            _queues.Add(lane, queue = new SortedSet<BookDelivery>(Comparer<BookDelivery>.Create((one, other) => (one.Time, one.Id).CompareTo((other.Time, other.Id)))));
        }

        return queue;
    }

    private bool IsServed(SubscriptionId lane, DateTimeOffset now) =>
        Subscriptions.Find(lane) is { State: SubscriptionState.Active } row && !(row.WaitUntil > now);
}
