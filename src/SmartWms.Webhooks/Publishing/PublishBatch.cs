using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Publishing;

/// <summary>Events on their way into the store, and the slots that were reserved to hand their deliveries over. Every slot is either started or given back.</summary>
internal sealed class PublishBatch(int size, IHandOff handOff, EngineClock clock)
{
    private static readonly int[] Alone = [0];

    private readonly List<NewEvent> _events = new(size);
    private readonly List<List<SubscriptionSnapshot>> _matched = new(size);
    private readonly List<SubscriptionId> _reserved = [];
    private readonly TimeSpan _begunAt = clock.Local.GetElapsedTime(0);

    public DateTimeOffset Now { get; } = clock.Now;

    public IReadOnlyList<NewEvent> Events => _events;

    public long Lease(SubscriptionSnapshot subscription)
    {
        var token = handOff.TryReserve(subscription, Now);
        if (token != 0)
        {
            _reserved.Add(subscription.Id);
        }

        return token;
    }

    public void Add(NewEvent webhookEvent, List<SubscriptionSnapshot> matched)
    {
        _events.Add(webhookEvent);
        _matched.Add(matched);
    }

    /// <summary>The same batch published on two nodes at once must take its locks in one order.</summary>
    public (IReadOnlyList<NewEvent> Events, int[] Positions) InIdOrder()
    {
        if (_events.Count == 1)
        {
            return (_events, Alone);
        }

        int[] positions = [.. Enumerable.Range(0, _events.Count).OrderBy(index => _events[index].Id, StringComparer.Ordinal)];
        return ([.. positions.Select(position => _events[position])], positions);
    }

    /// <summary>The event is durable: what was stored leased starts here and now, the rest is due for any node.</summary>
    public void Start(int position, IReadOnlyList<DeliveryId> ids)
    {
        var webhookEvent = _events[position];
        var isDue = false;
        for (var index = 0; index < ids.Count; index++)
        {
            var delivery = webhookEvent.Deliveries[index];
            if (delivery.LeaseToken == 0)
            {
                isDue = true;
                continue;
            }

            _reserved.Remove(delivery.Subscription);
            handOff.Start(Claimed(webhookEvent, delivery, ids[index], _matched[position][index]), _begunAt);
        }

        if (isDue)
        {
            handOff.WakeUp();
        }
    }

    public void GiveBackUnstarted()
    {
        foreach (var subscription in _reserved)
        {
            handOff.GiveBack(subscription);
        }

        _reserved.Clear();
    }

    private ClaimedDelivery Claimed(NewEvent webhookEvent, NewDelivery delivery, DeliveryId id, SubscriptionSnapshot subscription) => new()
    {
        Id = id,
        Subscription = delivery.Subscription,
        SubscriptionVersion = subscription.Version,
        EnableEpoch = subscription.Stored.EnableEpoch,
        LeaseToken = delivery.LeaseToken,
        EventId = webhookEvent.Id,
        EventType = webhookEvent.Type,
        TenantId = webhookEvent.TenantId,
        Body = webhookEvent.Bodies[delivery.Body].Bytes,
        Contract = webhookEvent.Bodies[delivery.Body].Contract,
        DueAt = Now,
        CreatedAt = Now,
        Attempts = 0,
        Steps = 0,
        Claims = 1,
        Trigger = AttemptTrigger.Scheduled,
        TraceParent = webhookEvent.TraceParent,
    };
}
