using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>The steps that rules are made of, on an empty database.</summary>
internal abstract class StoreRules(StoreUnderTest stores, CancellationToken cancellation)
{
    private long _token;

    protected static DateTimeOffset Start => Given.Start;

    protected CancellationToken Cancellation { get; } = cancellation;

    protected StoreUnderTest Stores { get; } = stores;

    /// <summary>Minutes after the start.</summary>
    protected static DateTimeOffset At(double minutes) => Start.AddMinutes(minutes);

    protected long NextToken() => Interlocked.Increment(ref _token);

    protected async Task<SubscriptionId> SubscribeAsync(Func<StoredSubscription, StoredSubscription>? with = null)
    {
        var stored = await Stores.Subscriptions.CreateAsync((with ?? (row => row))(Given.Subscription()), Cancellation);
        Expect.NotNull(stored);
        return stored.Id;
    }

    protected async Task<StoredSubscription> SubscriptionAsync(SubscriptionId id)
    {
        var stored = await Stores.Subscriptions.GetAsync(id, Cancellation);
        Expect.NotNull(stored);
        return stored;
    }

    protected async Task<StoredSubscription> ChangeAsync(SubscriptionId id, Func<StoredSubscription, StoredSubscription> with)
    {
        var stored = await Stores.Subscriptions.UpdateAsync(with(await SubscriptionAsync(id)), Cancellation);
        Expect.NotNull(stored);
        return stored;
    }

    protected Task<StoredSubscription> SetStateAsync(SubscriptionId id, SubscriptionState state, DateTimeOffset? at = null) =>
        ChangeAsync(id, row => row with { State = state, StateChangedAt = at ?? Start });

    protected Task<AddResult> AddAsync(DateTimeOffset now, params NewEvent[] events) =>
        Stores.Deliveries.AddAsync(events, null, now, Given.Lease, Cancellation);

    /// <summary>One event with one delivery.</summary>
    protected async Task<DeliveryId> PublishAsync(SubscriptionId to, string id, DateTimeOffset? at = null, Func<NewEvent, NewEvent>? with = null)
    {
        var added = await AddAsync(at ?? Start, (with ?? (row => row))(Given.Event(id, new NewDelivery(to, 0))));
        Expect.Equal(AddOutcome.Added, added.Outcome);
        return added.Events.Single().Deliveries.Single();
    }

    protected async Task<DeliveryId[]> PublishManyAsync(SubscriptionId to, int count, DateTimeOffset? at = null)
    {
        var stem = $"many_{NextToken()}_";
        var added = await AddAsync(at ?? Start, [.. Enumerable.Range(0, count).Select(index => Given.Event($"{stem}{index}", new NewDelivery(to, 0)))]);
        return [.. added.Events.Select(row => row.Deliveries.Single())];
    }

    protected async Task<DueLanes> FindAsync(DateTimeOffset now, long after = 0, int limit = 100, params SubscriptionId[] blocked) =>
        await Stores.Deliveries.FindDueLanesAsync(new DueLaneQuery(new SubscriptionId(after), limit, blocked), now, Cancellation);

    protected async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(DateTimeOffset now, int resends, params LaneClaim[] lanes) =>
        (await Stores.Deliveries.ClaimAsync(new Claim(lanes, resends, NextToken(), now, Given.Lease), Cancellation)).Deliveries;

    protected Task<IReadOnlyList<ClaimedDelivery>> ClaimLaneAsync(
        SubscriptionId lane, DateTimeOffset now, int max = 100, LanePick pick = LanePick.LongestDue) => ClaimAsync(now, 0, new LaneClaim(lane, max, pick));

    protected async Task<ClaimedDelivery> ClaimOneAsync(SubscriptionId lane, DateTimeOffset? now = null) =>
        Expect.Single(await ClaimLaneAsync(lane, now ?? Start, 1));

    protected async Task<ClaimedDelivery> ClaimResendAsync(DateTimeOffset? now = null) => Expect.Single(await ClaimAsync(now ?? Start, 100));

    protected async Task<RecordResult> RecordAsync(DeliveryRecord record, DateTimeOffset? now = null) =>
        Expect.Single(await Stores.Deliveries.RecordAsync([record], now ?? Start, Cancellation));

    protected Task ReleaseAsync(ClaimedDelivery claim, DateTimeOffset dueAt) =>
        Stores.Deliveries.ReleaseAsync([new DeliveryRelease(claim.Id, claim.LeaseToken, dueAt)], Cancellation);

    protected Task<ResendOutcome> ResendAsync(DeliveryId delivery, DateTimeOffset? now = null) =>
        Stores.Deliveries.ResendAsync(delivery, TenantScope.All, now ?? Start, Cancellation);

    protected Task<CancelOutcome> CancelAsync(DeliveryId delivery, DateTimeOffset? now = null) =>
        Stores.Deliveries.CancelAsync(delivery, TenantScope.All, now ?? Start, Cancellation);

    /// <summary>Purges in batches of two until nothing is left, and says how many rows went.</summary>
    protected async Task<int> PurgeAsync(DateTimeOffset logBefore, DateTimeOffset idsBefore)
    {
        var total = 0;
        for (var count = -1; count != 0; total += count)
        {
            count = await Stores.Deliveries.PurgeAsync(new PurgeRequest(logBefore, idsBefore, 2), Cancellation);
        }

        return total;
    }

    protected async Task<DeliveryDetails> DetailsAsync(DeliveryId delivery)
    {
        var details = await Stores.Log.GetAsync(delivery, TenantScope.All, Cancellation);
        Expect.NotNull(details);
        return details;
    }

    protected async Task<DeliverySummary> SummaryAsync(DeliveryId delivery) => (await DetailsAsync(delivery)).Delivery;

    protected async Task<DeliveryState> StateAsync(DeliveryId delivery) => (await SummaryAsync(delivery)).State;

    protected Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query) => Stores.Log.ListAsync(query, Cancellation);

    /// <summary>What all pages hold, from the first to the last.</summary>
    protected async Task<List<DeliveryId>> PagesAsync(DeliveryQuery query)
    {
        List<DeliveryId> ids = [];
        while (true)
        {
            var page = await ListAsync(query);
            ids.AddRange(page.Select(row => row.Id));
            if (page.Count < query.PageSize)
            {
                return ids;
            }

            query = query with { Before = ids[^1] };
        }
    }

    /// <summary>A delivery that has ended in this state after one scheduled attempt.</summary>
    protected async Task<DeliveryId> EndedAsync(SubscriptionId to, string id, DeliveryState state, DateTimeOffset? at = null)
    {
        var token = NextToken();
        var delivery = (await AddAsync(at ?? Start, Given.Event(id, new NewDelivery(to, 0, token)))).Events.Single().Deliveries.Single();
        var record = Given.Ended(delivery, to, token, state);
        Expect.True((await RecordAsync(record, at)).Accepted);
        return delivery;
    }
}
