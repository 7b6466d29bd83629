using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Ends what shall not be sent any more and removes what is old. Under the database's lock.</summary>
/// <param name="database">Where.</param>
internal sealed class SweepStep(InMemoryDatabase database)
{
    public CancelOutcome Cancel(DeliveryId delivery, TenantScope tenant, long now)
    {
        if (database.Deliveries.Find(delivery) is not { } row || !tenant.Includes(row.Event.TenantId))
        {
            return CancelOutcome.NotFound;
        }

        if (row.IsFinished || row.IsLeased(now))
        {
            return row.IsFinished ? CancelOutcome.AlreadyEnded : CancelOutcome.BeingSent;
        }

        Cancel(row, now);
        return CancelOutcome.Cancelled;
    }

    public int CancelHeld(DateTimeOffset heldSince, int limit, long now)
    {
        List<DeliveryRow> rows = [];
        foreach (var lane in database.Subscriptions.Lanes)
        {
            if (rows.Count < limit && IsHeldSince(lane, heldSince))
            {
                rows.AddRange(lane.Queue.All().Cast<DeliveryRow>().Where(row => !row.IsLeased(now)).Take(limit - rows.Count));
            }
        }

        // What a person made due no pause holds.
        rows.AddRange(database.Deliveries.Apart.All()
            .Where(row => row.Lane.Subscription is { State: SubscriptionState.Deleted } && !row.IsLeased(now)).Take(limit - rows.Count));
        foreach (var row in rows)
        {
            Cancel(row, now);
        }

        return rows.Count;
    }

    public int BringForward(DateTimeOffset latest)
    {
        List<Timed> later = [];
        database.Deliveries.Apart.AddLaterThan(latest.UtcTicks, later);
        foreach (var row in database.Deliveries.Apart.All())
        {
            if (row is { IsAgain: true, Progress: { KeptState: DeliveryState.Pending } progress })
            {
                progress.KeptTime = Math.Min(progress.KeptTime, latest.UtcTicks);
            }
        }

        foreach (var lane in database.Subscriptions.Lanes)
        {
            lane.Queue.AddLaterThan(latest.UtcTicks, later);

            // A wait that was counted from a wrong clock would freeze the lane as a due time would.
            lane.WaitUntil = lane.WaitUntil > latest ? latest : lane.WaitUntil;
        }

        foreach (var row in later.Cast<DeliveryRow>())
        {
            database.Deliveries.Move(row, row.State, row.Trigger, latest.UtcTicks);
        }

        return later.Count;
    }

    public int Purge(PurgeRequest request)
    {
        var (logBefore, idsBefore, count) = (request.LogBefore.UtcTicks, request.EventIdsBefore.UtcTicks, 0);
        while (count < request.Limit
            && (database.Deliveries.Purge(logBefore) || database.Events.PurgeBodies(logBefore) || database.Events.PurgeId(idsBefore)))
        {
            count++;
        }

        return count;
    }

    private static bool IsHeldSince(Lane lane, DateTimeOffset heldSince) => lane.Subscription is { State: not SubscriptionState.Active } subscription
        && (subscription.State == SubscriptionState.Deleted || subscription.StateChangedAt <= heldSince);

    // What had ended before it was to be sent again goes back to how it ended: a success that is not sent once more stays a success.
    private void Cancel(DeliveryRow row, long now)
    {
        var progress = row.Begin();
        progress.LeaseToken = 0;
        if (row.IsAgain && progress.KeptState != DeliveryState.Pending)
        {
            database.Deliveries.Move(row, progress.KeptState, progress.KeptTrigger, progress.KeptTime);
        }
        else
        {
            database.Deliveries.Move(row, DeliveryState.Cancelled, row.IsAgain ? progress.KeptTrigger : row.Trigger, now);
        }
    }
}
