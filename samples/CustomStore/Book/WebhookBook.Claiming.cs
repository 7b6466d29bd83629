using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace CustomStore.Book;

/// <summary>Finding lanes, claiming, giving back.</summary>
internal sealed partial class WebhookBook
{
    public DueLanes FindDueLanes(DueLaneQuery query, DateTimeOffset now)
    {
        var due = Subscriptions.All.Select(row => row.Id)
            .Where(lane => IsServed(lane, now) && QueueOf(lane).Min?.Time <= now && !query.Blocked.Contains(lane)).ToArray();
        SubscriptionId[] found = [.. due.Where(lane => lane > query.After).Concat(due.Where(lane => lane <= query.After)).Take(query.Limit)];
        return new DueLanes(found, found is [.., var last] ? last : query.After, null, Resends(query.NoResendsOf).FirstOrDefault()?.Time <= now);
    }

    public Backlog CountDue(DateTimeOffset now)
    {
        var due = Subscriptions.All.Where(row => row.State == SubscriptionState.Active)
            .SelectMany(row => QueueOf(row.Id).TakeWhile(one => one.Time <= now)).Select(row => row.Time).ToArray();
        return new Backlog(due.Length, due.Length == 0 ? null : due.Min());
    }

    public IReadOnlyList<ClaimedDelivery> Claim(Claim claim)
    {
        var rows = claim.Lanes.Where(lane => IsServed(lane.Subscription, claim.Now)).SelectMany(lane => Pick(lane, claim.Now)).ToList();
        rows.AddRange(Resends(claim.NoResendsOf).TakeWhile(row => row.Time <= claim.Now).Take(claim.Resends));
        return [.. rows.Select(row => Take(row, claim))];
    }

    public bool Release(DeliveryRelease release)
    {
        if (Find(release.Delivery) is not { } row || !row.IsHeldUnder(release.LeaseToken))
        {
            return false;
        }

        row.Claims--;
        Move(row, DeliveryState.Pending, row.Trigger, release.DueAt);
        return true;
    }

    /// <summary>Those but of some webhooks, as they are due. It walks past what is left out: a store for very many would keep them by webhook.</summary>
    private IEnumerable<BookDelivery> Resends(IReadOnlyCollection<SubscriptionId> except) =>
        QueueOf(default(SubscriptionId)).Where(row => !except.Contains(row.Subscription));

    private IEnumerable<BookDelivery> Pick(LaneClaim claim, DateTimeOffset now)
    {
        var queue = QueueOf(claim.Subscription);
        var due = queue.TakeWhile(row => row.Time <= now);
        if (claim.Pick == LanePick.LongestDue || claim.Max < 1)
        {
            return due.Take(claim.Max);
        }

        return queue.Where(row => row.Attempts.Count > 0).MinBy(row => row.Id) switch
        {
            { } oldest when oldest.Time <= now => [oldest],
            { } when claim.Pick == LanePick.Oldest => [],
            _ => due.Take(1),
        };
    }

    private ClaimedDelivery Take(BookDelivery row, Claim claim)
    {
        var (dueAt, subscription) = (row.Time, Subscriptions.Find(row.Subscription));
        row.Claims++;
        Move(row, DeliveryState.Sending, row.Trigger, claim.Now + claim.LeaseFor);
        row.Token = claim.LeaseToken;
        return new ClaimedDelivery
        {
            Id = row.Id,
            Subscription = row.Subscription,
            SubscriptionVersion = subscription?.Version ?? 0,
            EnableEpoch = subscription?.EnableEpoch ?? 0,
            LeaseToken = row.Token,
            EventId = row.Event.Source.Id,
            EventType = row.Event.Source.Type,
            TenantId = row.Event.Source.TenantId,
            Body = row.Body.Bytes,
            Contract = row.Body.Contract,
            DueAt = dueAt,
            CreatedAt = row.Event.AddedAt,
            Attempts = row.Attempts.Count,
            Steps = row.Steps,
            Claims = row.Claims,
            Trigger = row.Trigger,
            TraceParent = row.Event.Source.TraceParent,
        };
    }
}
