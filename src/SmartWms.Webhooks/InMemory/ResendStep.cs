using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Makes deliveries due because a person wants it. Under the database's lock.</summary>
/// <param name="database">Where.</param>
internal sealed class ResendStep(InMemoryDatabase database)
{
    public ResendOutcome Resend(DeliveryId delivery, TenantScope tenant, long now)
    {
        if (database.Deliveries.Find(delivery) is not { } row || !tenant.Includes(row.Event.TenantId))
        {
            return ResendOutcome.NotFound;
        }

        if (row.IsLeased(now))
        {
            return ResendOutcome.BeingSent;
        }

        if (!row.Event.HasBodies)
        {
            return ResendOutcome.BodyPurged;
        }

        MakeDue(row, AttemptTrigger.Resend, now);
        return ResendOutcome.Due;
    }

    public RecoverResult Recover(RecoverRequest request, long now)
    {
        List<DeliveryRow> rows = [];
        var last = request.After;
        if (database.Subscriptions.Find(request.Subscription) is { } lane)
        {
            foreach (var id in lane.Failed.GetViewBetween(request.After.Value + 1, long.MaxValue))
            {
                var row = database.Deliveries.Find(new DeliveryId(id))!;
                var isWanted = row.Event.HasBodies && row.Event.Time >= request.Since.UtcTicks;
                if (isWanted && rows.Count == request.Limit)
                {
                    return MakeDue(rows, now, last, hasMore: true);
                }

                if (isWanted)
                {
                    rows.Add(row);
                }

                last = new DeliveryId(id);
            }
        }

        return MakeDue(rows, now, last, hasMore: false);
    }

    private RecoverResult MakeDue(List<DeliveryRow> rows, long now, DeliveryId last, bool hasMore)
    {
        foreach (var row in rows)
        {
            MakeDue(row, AttemptTrigger.Recover, now);
        }

        return new RecoverResult(rows.Count, last, hasMore);
    }

    private void MakeDue(DeliveryRow row, AttemptTrigger trigger, long now)
    {
        var progress = row.Begin();
        progress.LeaseToken = 0;
        if (!row.IsAgain)
        {
            (progress.KeptState, progress.KeptTrigger, progress.KeptTime) = (row.IsFinished ? row.State : DeliveryState.Pending, row.Trigger, row.Time);
        }

        if (row.IsFinished)
        {
            // What was set aside for its many claims would be set aside at once again.
            progress.Claims = progress.Attempts.Length;
        }

        // A test that its node left behind is apart from the lanes already, and never goes on as scheduled.
        var isWaitingTest = row is { IsFinished: false, Trigger: AttemptTrigger.Test };
        database.Deliveries.Move(row, DeliveryState.Pending, isWaitingTest ? AttemptTrigger.Test : trigger, now);
    }
}
