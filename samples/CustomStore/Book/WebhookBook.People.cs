using SmartWms.Webhooks.Deliveries;

namespace CustomStore.Book;

/// <summary>What people do.</summary>
internal sealed partial class WebhookBook
{
    public ResendOutcome Resend(DeliveryId delivery, DateTimeOffset now)
    {
        if (Find(delivery) is not { } row || row.IsLeased(now) || !row.Event.HasBodies)
        {
            return Find(delivery) is not { } there ? ResendOutcome.NotFound : there.IsLeased(now) ? ResendOutcome.BeingSent : ResendOutcome.BodyPurged;
        }

        // A test that its node left behind never goes on by the schedule.
        MakeDue(row, row is { IsEnded: false, Trigger: AttemptTrigger.Test } ? AttemptTrigger.Test : AttemptTrigger.Resend, now);
        return ResendOutcome.Due;
    }

    public RecoverResult Recover(RecoverRequest request, DateTimeOffset now)
    {
        var wanted = _deliveries.Values.Where(row => row.Id > request.After && row.Subscription == request.Subscription
            && row is { State: DeliveryState.Failed, Trigger: not AttemptTrigger.Test } && row.Event.HasBodies && row.Event.AddedAt >= request.Since);
        BookDelivery[] rows = [.. wanted.Take(request.Limit + 1)];
        var batch = rows.Take(request.Limit).ToArray();
        foreach (var row in batch)
        {
            MakeDue(row, AttemptTrigger.Recover, now);
        }

        return new RecoverResult(batch.Length, batch is [.., var last] ? last.Id : request.After, rows.Length > batch.Length);
    }

    public CancelOutcome Cancel(DeliveryId delivery, DateTimeOffset now)
    {
        if (Find(delivery) is not { } row)
        {
            return CancelOutcome.NotFound;
        }

        if (row.IsEnded || row.IsLeased(now))
        {
            return row.IsEnded ? CancelOutcome.AlreadyEnded : CancelOutcome.BeingSent;
        }

        Cancel(row, now);
        return CancelOutcome.Cancelled;
    }

    private void Cancel(BookDelivery row, DateTimeOffset now)
    {
        if (row.Before is { State: not DeliveryState.Pending })
        {
            GoBack(row);
        }
        else
        {
            Move(row, DeliveryState.Cancelled, row.Before?.Trigger ?? row.Trigger, now);
        }
    }

    private void MakeDue(BookDelivery row, AttemptTrigger trigger, DateTimeOffset now)
    {
        if (trigger != AttemptTrigger.Test)
        {
            row.Before ??= (row.IsEnded ? row.State : DeliveryState.Pending, row.Trigger, row.Time);
        }

        row.Claims = row.IsEnded ? row.Attempts.Count : row.Claims;
        Move(row, DeliveryState.Pending, trigger, now);
    }
}
