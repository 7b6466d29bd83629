using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Stores events with their bodies and deliveries. A refusal needs no rollback: all ids are checked before the first row is written.</summary>
internal static class AddEvents
{
    internal const string FindEvent = """
        select type, data_hash, first_delivery, delivery_count
        from wms_webhook_event where id = ?1 and coalesce(tenant, 0) = coalesce(?2, 0)
        """;

    private const string InsertEvent = """
        insert into wms_webhook_event (key, first_delivery, delivery_count, first_body, body_count, purged, added_at, occurred_at,
            id, type, tenant, trace_parent, subject, channels, data_hash, contract, bytes)
        values (?1, ?2, ?3, ?4, ?5, iif(?15 is null, 2, 0), ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
        on conflict (id, coalesce(tenant, 0)) do nothing
        """;

    private const string InsertBody = "insert into wms_webhook_body (key, event_key, contract, bytes) values (?1, ?2, ?3, ?4)";

    private const string InsertDelivery = """
        insert into wms_webhook_delivery (id, event_key, subscription_id, lane, body_key, due_at, token, claims, attempts, steps, trigger, lease_until)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, ?9, ?10)
        """;

    // Many deliveries that differ in their subscription only, as of an event that a thousand webhooks want: one statement, ?3 its subscriptions as JSON.
    internal const string InsertDeliveries = """
        insert into wms_webhook_delivery (id, event_key, subscription_id, lane, body_key, due_at, token, claims, attempts, steps, trigger, lease_until)
        select ?1 + key, ?2, value, value, ?4, ?5, ?6, ?7, 0, 0, ?8, ?9 from json_each(?3)
        """;

    /// <summary>With fewer, a statement for each is as fast.</summary>
    private const int Many = 8;

    public static AddResult Run(WriteSession session, IReadOnlyList<NewEvent> events, long? matchedVersion, long now, long leaseEnd)
    {
        if (matchedVersion is { } version && version != session.SubscriptionVersion)
        {
            return AddResult.Stale;
        }

        return events.Count == 1 ? AddOne(session, events[0], now, leaseEnd) : AddSeveral(session, events, now, leaseEnd);
    }

    /// <summary>Looks for an event with its id only when the insert found one.</summary>
    private static AddResult AddOne(WriteSession session, NewEvent newEvent, long now, long leaseEnd)
    {
        if (TryInsert(session, newEvent, now, leaseEnd) is { } added)
        {
            return new AddResult(AddOutcome.Added, [added]);
        }

        return TryFind(session, newEvent, out var found) ? new AddResult(AddOutcome.Added, [found]) : new AddResult(AddOutcome.Conflict, [], newEvent.Id);
    }

    private static AddResult AddSeveral(WriteSession session, IReadOnlyList<NewEvent> events, long now, long leaseEnd)
    {
        var results = new AddedEvent[events.Count];
        for (var i = 0; i < results.Length; i++)
        {
            if (!TryFind(session, events[i], out results[i]))
            {
                return new AddResult(AddOutcome.Conflict, [], events[i].Id);
            }
        }

        for (var i = 0; i < results.Length; i++)
        {
            if (!results[i].WasDuplicate)
            {
                results[i] = TryInsert(session, events[i], now, leaseEnd) ?? throw new InvalidOperationException($"The event id {events[i].Id} is twice in one call.");
            }
        }

        return new AddResult(AddOutcome.Added, results);
    }

    /// <returns><see langword="false"/> when the id is taken by something else; otherwise the duplicate, or the default when it is new.</returns>
    private static bool TryFind(WriteSession session, NewEvent newEvent, out AddedEvent found)
    {
        found = default;
        var row = session.Prepare(FindEvent).Bind(1, newEvent.Id).Bind(2, newEvent.TenantId);
        if (!row.Step())
        {
            return true;
        }

        var isSame = row.Text(0) == newEvent.Type && row.Blob(1).AsSpan().SequenceEqual(newEvent.DataHash);
        found = new AddedEvent(WasDuplicate: true, Ids(row.Int64(2), row.Int32(3)));
        row.Reset();
        return isSame;
    }

    private static AddedEvent? TryInsert(WriteSession session, NewEvent newEvent, long now, long leaseEnd)
    {
        var keys = new EventKeys(session.NextEvent, session.NextBody, session.NextDelivery);
        var furtherBodies = Math.Max(0, newEvent.Bodies.Count - 1);
        var first = newEvent.Bodies.Count > 0 ? newEvent.Bodies[0] : default;
        var isNew = session.Prepare(InsertEvent)
            .Bind(1, keys.Event).Bind(2, keys.FirstDelivery).Bind(3, newEvent.Deliveries.Count).Bind(4, keys.FirstBody).Bind(5, furtherBodies)
            .Bind(6, now).Bind(7, newEvent.OccurredAt.UtcTicks)
            .Bind(8, newEvent.Id).Bind(9, newEvent.Type).Bind(10, newEvent.TenantId).Bind(11, newEvent.TraceParent).Bind(12, newEvent.Subject)
            .Bind(13, newEvent.Channels.Count == 0 ? null : JsonLists.Write(newEvent.Channels)).Bind(14, newEvent.DataHash)
            .Bind(15, first.Contract).Bind(16, first.Bytes)
            .RunCounted() == 1;
        if (!isNew)
        {
            return null;
        }

        session.Take(furtherBodies, newEvent.Deliveries.Count);
        FaultPoint.Hit("add:event-inserted");
        InsertBodies(session, newEvent, keys);
        InsertRows(session, newEvent, keys, now, leaseEnd);
        return new AddedEvent(WasDuplicate: false, Ids(keys.FirstDelivery, newEvent.Deliveries.Count));
    }

    private static void InsertBodies(WriteSession session, NewEvent newEvent, EventKeys keys)
    {
        for (var i = 1; i < newEvent.Bodies.Count; i++)
        {
            var body = newEvent.Bodies[i];
            session.Prepare(InsertBody).Bind(1, keys.FirstBody + i - 1).Bind(2, keys.Event).Bind(3, body.Contract).Bind(4, body.Bytes).Run();
        }
    }

    private static void InsertRows(WriteSession session, NewEvent newEvent, EventKeys keys, long now, long leaseEnd)
    {
        var deliveries = newEvent.Deliveries;
        if (deliveries.Count >= Many && AreAlike(deliveries))
        {
            var alike = deliveries[0];
            Bind(session.Prepare(InsertDeliveries), 4, alike, keys, now, leaseEnd)
                .Bind(1, keys.FirstDelivery).Bind(2, keys.Event).Bind(3, JsonLists.Write([.. deliveries.Select(delivery => delivery.Subscription.Value)]))
                .Run();
            return;
        }

        var insert = session.Prepare(InsertDelivery);
        for (var i = 0; i < deliveries.Count; i++)
        {
            var delivery = deliveries[i];
            Bind(insert, 5, delivery, keys, now, leaseEnd)
                .Bind(1, keys.FirstDelivery + i).Bind(2, keys.Event).Bind(3, delivery.Subscription.Value)
                .Bind(4, delivery.Trigger == AttemptTrigger.Test ? 0 : delivery.Subscription.Value)
                .Run();
        }
    }

    /// <summary>What does not name the subscription: body, due time, token, claims, trigger and lease, from this parameter on.</summary>
    private static Statement Bind(Statement insert, int at, NewDelivery delivery, EventKeys keys, long now, long leaseEnd)
    {
        var isClaimed = delivery.LeaseToken != 0;
        return insert.Bind(at, delivery.Body == 0 ? 0 : keys.FirstBody + delivery.Body - 1).Bind(at + 1, now)
            .Bind(at + 2, delivery.LeaseToken).Bind(at + 3, isClaimed ? 1 : 0).Bind(at + 4, (int)delivery.Trigger)
            .Bind(at + 5, isClaimed ? leaseEnd : null);
    }

    /// <summary>Tests stand apart from the lanes and are never many.</summary>
    private static bool AreAlike(IReadOnlyList<NewDelivery> deliveries)
    {
        var first = deliveries[0];
        for (var i = 0; i < deliveries.Count; i++)
        {
            if (deliveries[i] is var delivery && (delivery.Trigger == AttemptTrigger.Test || delivery with { Subscription = first.Subscription } != first))
            {
                return false;
            }
        }

        return true;
    }

    private static DeliveryId[] Ids(long first, int count)
    {
        var ids = count == 0 ? [] : new DeliveryId[count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = new DeliveryId(first + i);
        }

        return ids;
    }

    private readonly record struct EventKeys(long Event, long FirstBody, long FirstDelivery);
}
