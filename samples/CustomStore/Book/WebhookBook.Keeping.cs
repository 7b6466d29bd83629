using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace CustomStore.Book;

/// <summary>What is held too long, due too late, or old.</summary>
internal sealed partial class WebhookBook
{
    public int CancelHeld(DateTimeOffset heldSince, int limit, DateTimeOffset now)
    {
        BookDelivery[] rows = [.. _queues.Values.SelectMany(queue => queue).Where(row => !row.IsLeased(now) && IsHeld(row)).Take(limit)];
        foreach (var row in rows)
        {
            Cancel(row, now);
        }

        return rows.Length;

        // What a person made due no pause holds.
        bool IsHeld(BookDelivery row) => Subscriptions.Find(row.Subscription) is { State: not SubscriptionState.Active } lane
            && (lane.State == SubscriptionState.Deleted || (lane.StateChangedAt <= heldSince && row.Trigger is not (AttemptTrigger.Resend or AttemptTrigger.Test)));
    }

    public int BringForward(DateTimeOffset latest)
    {
        foreach (var row in Subscriptions.All.Where(row => row.WaitUntil > latest).ToArray())
        {
            Subscriptions.Keep(row with { WaitUntil = latest });
        }

        BookDelivery[] unfinished = [.. _queues.Values.SelectMany(queue => queue)];
        foreach (var row in unfinished)
        {
            row.Before = row.Before is { State: DeliveryState.Pending } before && before.Time > latest ? before with { Time = latest } : row.Before;
        }

        BookDelivery[] late = [.. unfinished.Where(row => row.Time > latest)];
        foreach (var row in late)
        {
            Move(row, row.State, row.Trigger, latest);
        }

        return late.Length;
    }

    public int Purge(PurgeRequest request)
    {
        var count = 0;
        foreach (var row in _deliveries.Values.Where(row => row.IsEnded && row.Time < request.LogBefore).Take(request.Limit).ToArray())
        {
            _deliveries.Remove(row.Id);
            count++;
        }

        var old = _events.Values.Where(one => one.AddedAt < request.LogBefore && one.HasBodies && Of(one).All(row => row.IsEnded));
        foreach (var one in old.Take(request.Limit - count).ToArray())
        {
            one.RemoveBodies();
            count++;
        }

        var free = _events.Where(one => one.Value.AddedAt < request.EventIdsBefore && !Of(one.Value).Any());
        foreach (var key in free.Select(one => one.Key).Take(request.Limit - count).ToArray())
        {
            _events.Remove(key);
            count++;
        }

        return count;
    }

    private IEnumerable<BookDelivery> Of(BookEvent one) => one.Deliveries.Select(Find).OfType<BookDelivery>();
}
