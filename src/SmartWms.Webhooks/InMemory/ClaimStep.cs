using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Puts due deliveries under lease, and takes them back. Under the database's lock.</summary>
/// <param name="database">Where.</param>
internal sealed class ClaimStep(InMemoryDatabase database)
{
    public List<ClaimedDelivery> Claim(Claim claim)
    {
        List<ClaimedDelivery> claimed = [];
        foreach (var wanted in claim.Lanes)
        {
            if (wanted.Max > 0 && database.Subscriptions.Find(wanted.Subscription) is { } lane && lane.IsServed(claim.Now))
            {
                ClaimLane(lane, wanted, claim, claimed);
            }
        }

        ClaimResends(claim, claimed);
        return claimed;
    }

    public void Release(DeliveryRelease release)
    {
        if (database.Deliveries.Find(release.Delivery) is { } row && row.IsLeasedUnder(release.LeaseToken))
        {
            row.Begin().LeaseToken = 0;
            row.Begin().Claims--;
            database.Deliveries.Move(row, DeliveryState.Pending, row.Trigger, release.DueAt.UtcTicks);
        }
    }

    private void ClaimLane(Lane lane, LaneClaim wanted, Claim claim, List<ClaimedDelivery> claimed)
    {
        if (wanted.Pick == LanePick.LongestDue)
        {
            Take(lane.Queue, wanted.Max, claim, claimed);
        }
        else if (lane.OldestAttempted is { } oldest && database.Deliveries.Find(oldest) is { } row
            && (row.Time <= claim.Now.UtcTicks || wanted.Pick == LanePick.Oldest))
        {
            if (row.Time <= claim.Now.UtcTicks)
            {
                claimed.Add(Lease(row, claim));
            }
        }
        else
        {
            Take(lane.Queue, 1, claim, claimed);
        }
    }

    private void Take(TimeQueue queue, int max, Claim claim, List<ClaimedDelivery> claimed)
    {
        for (; max > 0 && queue.Earliest is DeliveryRow row && row.Time <= claim.Now.UtcTicks; max--)
        {
            claimed.Add(Lease(row, claim));
        }
    }

    private void ClaimResends(Claim claim, List<ClaimedDelivery> claimed)
    {
        var except = claim.NoResendsOf as IReadOnlySet<SubscriptionId> ?? claim.NoResendsOf.ToHashSet();
        for (var left = claim.Resends; left > 0 && database.Deliveries.Apart.Earliest(except) is { } row && row.Time <= claim.Now.UtcTicks; left--)
        {
            claimed.Add(Lease(row, claim));
        }
    }

    private ClaimedDelivery Lease(DeliveryRow row, Claim claim)
    {
        var dueAt = Timed.At(row.Time);
        var progress = row.Begin();
        progress.LeaseToken = claim.LeaseToken;
        progress.Claims++;
        database.Deliveries.Move(row, DeliveryState.Sending, row.Trigger, (claim.Now + claim.LeaseFor).UtcTicks);
        var (source, body) = (row.Event, row.Event.Body(row.Body));
        return new ClaimedDelivery
        {
            Id = new DeliveryId(row.Id),
            Subscription = row.Lane.Id,
            SubscriptionVersion = row.Lane.Version,
            EnableEpoch = row.Lane.EnableEpoch,
            LeaseToken = claim.LeaseToken,
            EventId = source.EventId,
            EventType = source.Type,
            TenantId = source.TenantId,
            Body = body.Bytes,
            Contract = body.Contract,
            DueAt = dueAt,
            CreatedAt = Timed.At(source.Time),
            Attempts = progress.Attempts.Length,
            Steps = progress.Steps,
            Claims = progress.Claims,
            Trigger = row.Trigger,
            TraceParent = source.TraceParent,
        };
    }
}
