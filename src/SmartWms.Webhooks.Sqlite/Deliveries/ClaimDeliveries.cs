using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Writing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Claims lane by lane: a select that brings the bodies along, then an update of each row by its id.</summary>
internal sealed class ClaimDeliveries(WriteSession session, Claim claim)
{
    // What was leased before is due again since that lease ended.
    private const string Columns = """
        select d.id, d.subscription_id, d.attempts, d.steps, d.claims, d.trigger, iif(d.lease_until <= ?2, d.lease_until, d.due_at), e.added_at, e.id, e.type, e.tenant, e.trace_parent, iif(d.body_key = 0, e.contract, b.contract), iif(d.body_key = 0, e.bytes, b.bytes)
        from wms_webhook_delivery d
        cross join wms_webhook_event e on e.key = d.event_key
        left join wms_webhook_body b on b.key = nullif(d.body_key, 0)
        """;

    internal const string FindSubscription = "select state, wait_until, version, enable_epoch from wms_webhook_subscription where id = ?1";

    // Lane 0 is what a person made due, apart from the lanes.
    internal const string LongestDue = Columns + "\nwhere d.lane = ?1 and d.due_at >= ?3 and d.due_at <= ?2 and " + Lease.IsOpen + " order by d.due_at limit ?4";

    internal const string ById = Columns + "\nwhere d.id = ?1";

    internal const string OldestAttempted = "select id, due_at, lease_until from wms_webhook_delivery where lane = ?1 and attempts > 0 order by id limit 1";

    internal const string Take = "update wms_webhook_delivery set lease_until = ?2, claims = claims + 1, token = ?3 where id = ?1";

    private readonly long _now = claim.Now.UtcTicks;
    private readonly long _leaseEnd = (claim.Now + claim.LeaseFor).UtcTicks;
    private readonly List<ClaimedDelivery> _claimed = [];

    public ClaimResult Run()
    {
        foreach (var lane in claim.Lanes)
        {
            if (lane.Max > 0 && FindActive(lane.Subscription) is { } subscription)
            {
                ClaimLane(lane, subscription);
            }
        }

        if (claim.Resends > 0)
        {
            ClaimResends();
        }

        return new ClaimResult(_claimed);
    }

    private void ClaimResends()
    {
        if (claim.NoResendsOf.Count == 0)
        {
            ClaimLongestDue(lane: 0, notBefore: 0, claim.Resends, subscription: null);
            return;
        }

        foreach (var delivery in OtherResends.FindDue(session.Prepare, claim.NoResendsOf, _now, claim.Resends))
        {
            TakeAll(session.Prepare(ById).Bind(1, delivery.Value).Bind(2, _now), subscription: null);
        }
    }

    private void ClaimLane(LaneClaim lane, SubscriptionAtClaim subscription)
    {
        if (lane.Pick != LanePick.LongestDue && FindOldestAttempted(lane.Subscription) is { } oldest)
        {
            if (oldest.DueAt <= _now && !Lease.HoldsAt(oldest.LeaseUntil, _now))
            {
                TakeAll(session.Prepare(ById).Bind(1, oldest.Id).Bind(2, _now), subscription);
                return;
            }

            if (lane.Pick == LanePick.Oldest)
            {
                return;
            }
        }

        ClaimLongestDue(lane.Subscription.Value, lane.NotBefore.UtcTicks, lane.Pick == LanePick.LongestDue ? lane.Max : 1, subscription);
    }

    private void ClaimLongestDue(long lane, long notBefore, int max, SubscriptionAtClaim? subscription) =>
        TakeAll(session.Prepare(LongestDue).Bind(1, lane).Bind(2, _now).Bind(3, notBefore).Bind(4, max), subscription);

    private (long Id, long DueAt, long? LeaseUntil)? FindOldestAttempted(SubscriptionId lane)
    {
        var row = session.Prepare(OldestAttempted).Bind(1, lane.Value);
        if (!row.Step())
        {
            return null;
        }

        var found = (row.Int64(0), row.Int64(1), row.Int64OrNull(2));
        row.Reset();
        return found;
    }

    private void TakeAll(Statement rows, SubscriptionAtClaim? subscription)
    {
        // All are read before the first is taken: the update changes what the select asks for.
        var first = _claimed.Count;
        while (rows.Step())
        {
            _claimed.Add(Read(rows, subscription));
        }

        var take = session.Prepare(Take);
        for (var i = first; i < _claimed.Count; i++)
        {
            take.Bind(1, _claimed[i].Id.Value).Bind(2, _leaseEnd).Bind(3, claim.LeaseToken).Run();
        }
    }

    private ClaimedDelivery Read(Statement row, SubscriptionAtClaim? known)
    {
        var id = new SubscriptionId(row.Int64(1));
        var subscription = known ?? Find(id) ?? default;
        return new ClaimedDelivery
        {
            Id = new DeliveryId(row.Int64(0)),
            Subscription = id,
            SubscriptionVersion = subscription.Version,
            EnableEpoch = subscription.EnableEpoch,
            LeaseToken = claim.LeaseToken,
            Attempts = row.Int32(2),
            Steps = row.Int32(3),
            Claims = row.Int32(4) + 1,
            Trigger = (AttemptTrigger)row.Int32(5),
            DueAt = row.Int64(6).ToTime(),
            CreatedAt = row.Int64(7).ToTime(),
            EventId = row.Text(8),
            EventType = row.Text(9),
            TenantId = row.TextOrNull(10),
            TraceParent = row.TextOrNull(11),
            Contract = row.Text(12),
            Body = row.Blob(13),
        };
    }

    private SubscriptionAtClaim? FindActive(SubscriptionId id) =>
        Find(id) is { State: SubscriptionState.Active } subscription && !(subscription.WaitUntil > _now) ? subscription : null;

    private SubscriptionAtClaim? Find(SubscriptionId id)
    {
        var row = session.Prepare(FindSubscription).Bind(1, id.Value);
        if (!row.Step())
        {
            return null;
        }

        var found = new SubscriptionAtClaim((SubscriptionState)row.Int32(0), row.Int64OrNull(1), row.Int64(2), row.Int32(3));
        row.Reset();
        return found;
    }

    private readonly record struct SubscriptionAtClaim(SubscriptionState State, long? WaitUntil, long Version, int EnableEpoch);
}
