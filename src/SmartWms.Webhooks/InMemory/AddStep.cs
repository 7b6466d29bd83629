using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Stores a batch of events. Under the database's lock.</summary>
/// <param name="database">Where.</param>
internal sealed class AddStep(InMemoryDatabase database)
{
    public AddResult Add(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor)
    {
        if (matchedVersion is { } version && version != database.Subscriptions.Version)
        {
            return AddResult.Stale;
        }

        // All are looked at before the first is written.
        var rows = new EventRow?[events.Count];
        for (var index = 0; index < rows.Length; index++)
        {
            rows[index] = database.Events.Find(events[index].TenantId, events[index].Id);
            if (rows[index] is { } taken && !taken.IsSame(events[index]))
            {
                return new AddResult(AddOutcome.Conflict, [], events[index].Id);
            }
        }

        var added = new AddedEvent[rows.Length];
        for (var index = 0; index < rows.Length; index++)
        {
            var row = rows[index] ?? Store(events[index], now.UtcTicks, leaseFor);
            added[index] = new AddedEvent(rows[index] is not null, row.DeliveryIds());
        }

        return new AddResult(AddOutcome.Added, added);
    }

    private EventRow Store(NewEvent source, long now, TimeSpan leaseFor)
    {
        var row = new EventRow(source) { Id = database.Deliveries.LastId + 1, Time = now };
        database.Events.Add(row);
        for (var index = 0; index < source.Deliveries.Count; index++)
        {
            var (subscription, body, leaseToken, trigger) = source.Deliveries[index];
            var delivery = new DeliveryRow
            {
                Id = row.Id + index,
                Event = row,
                Lane = database.Subscriptions.LaneOf(subscription),
                Body = body,
                Trigger = trigger,
                Time = now,
            };
            if (leaseToken != 0)
            {
                (delivery.State, delivery.Time) = (DeliveryState.Sending, now + leaseFor.Ticks);
                (delivery.Begin().LeaseToken, delivery.Begin().Claims) = (leaseToken, 1);
            }

            database.Deliveries.Add(delivery);
        }

        return row;
    }
}
