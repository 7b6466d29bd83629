using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Looks once at every lane's earliest delivery. Under the database's lock.</summary>
internal static class DueLaneStep
{
    public static DueLanes Find(InMemoryDatabase database, DueLaneQuery query, DateTimeOffset now)
    {
        var blocked = query.Blocked as IReadOnlySet<SubscriptionId> ?? query.Blocked.ToHashSet();
        var lanes = database.Subscriptions.Lanes;
        var start = database.Subscriptions.IndexAfter(query.After);
        List<SubscriptionId> found = [];
        var cursor = query.After;
        var resend = database.Deliveries.Apart.Earliest(query.NoResendsOf as IReadOnlySet<SubscriptionId> ?? query.NoResendsOf.ToHashSet());
        var hasResends = resend?.Time <= now.UtcTicks;
        var nextDue = resend is null || hasResends ? long.MaxValue : resend.Time;
        for (var step = 0; step < lanes.Count; step++)
        {
            var lane = lanes[(start + step) % lanes.Count];
            if (!lane.IsActive || lane.Queue.Earliest is not { } earliest || blocked.Contains(lane.Id))
            {
                continue;
            }

            if (earliest.Time > now.UtcTicks || lane.WaitUntil > now)
            {
                nextDue = Math.Min(nextDue, Math.Max(earliest.Time, lane.WaitUntil?.UtcTicks ?? 0));
                continue;
            }

            if (found.Count == query.Limit)
            {
                return new DueLanes(found, cursor, null, hasResends, database.Subscriptions.Version);
            }

            found.Add(lane.Id);
            cursor = lane.Id;
        }

        return new DueLanes(found, cursor, nextDue == long.MaxValue ? null : Timed.At(nextDue), hasResends, database.Subscriptions.Version);
    }

    public static Backlog Backlog(InMemoryDatabase database, DateTimeOffset now)
    {
        var (due, oldest) = (0L, long.MaxValue);
        foreach (var lane in database.Subscriptions.Lanes)
        {
            if (lane.IsActive && lane.Queue.Earliest is { } earliest && earliest.Time <= now.UtcTicks)
            {
                // A row that is being sent is due at its lease's end, so it is not counted before.
                due += lane.Queue.CountUntil(now.UtcTicks);
                oldest = Math.Min(oldest, earliest.Time);
            }
        }

        return new Backlog(due, due == 0 ? null : Timed.At(oldest));
    }
}
