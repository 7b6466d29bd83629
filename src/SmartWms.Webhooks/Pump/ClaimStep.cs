using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>Takes as much due work as has a free slot: finds lanes, reserves slots, claims exactly that much, gives back the rest.</summary>
internal sealed class ClaimStep(IDeliveryStore store, SubscriptionRegistry subscriptions, LaneSet lanes, DueTimes dueTimes, EngineClock clock, PumpOptions options)
{
    private const int LanesAtOnce = 256;
    private const int RowsAtOnce = 512;
    private const int ResendsAtOnce = 8;     // whose they are is known afterwards: so many may a webhook have above its own limit
    private const int SetAsidesAtOnce = 64;

    /// <summary>While lanes are known to have more, looking for others may take a fifth of the time: on a remote store a look costs as much as a claim.</summary>
    private const int ClaimsToLooks = 4;

    private static readonly TimeSpan OverdueLook = TimeSpan.FromSeconds(30);

    private List<SubscriptionId> _haveMore = [];
    private IReadOnlyList<SubscriptionId> _noResendsOf = [];
    private TimeSpan _nextLook;
    private SubscriptionId _cursor;
    private SubscriptionIndex _followed = SubscriptionIndex.Empty;
    private TimeSpan _nextOverdueLook;

    /// <summary>Claims. When nothing was found, says until when to wait.</summary>
    public async Task<ClaimedWork> TakeAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now;
        Follow(await subscriptions.GetAsync(cancellationToken).ConfigureAwait(false), now);
        var plan = lanes.Plan();
        if (plan.Free <= 0)
        {
            return new ClaimedWork([], clock.Now + options.PollInterval);
        }

        _haveMore.RemoveAll(plan.HeldBack.Contains);
        if (_haveMore.Count > 0 && _nextLook - clock.Local.GetElapsedTime(0) is { Ticks: > 0 } untilLook)
        {
            var more = Reserve(await FindAllAsync(_haveMore, cancellationToken).ConfigureAwait(false), now);
            return more.Count > 0
                ? new ClaimedWork(await ClaimAsync(more, resends: 0, now, cancellationToken).ConfigureAwait(false), now)
                : new ClaimedWork([], now + untilLook);
        }

        var due = await FindAsync(plan, now, cancellationToken).ConfigureAwait(false);
        if (due.SubscriptionsVersion > _followed.Version)
        {
            // Changed on another node. A lane that is blocked here may have been enabled there, and nothing else would tell.
            Follow(await subscriptions.RefreshAsync(cancellationToken).ConfigureAwait(false), now);
            plan = lanes.Plan();
            due = await FindAsync(plan, now, cancellationToken).ConfigureAwait(false);
        }

        _cursor = due.Cursor;
        var found = await FindAllAsync(due.Lanes, cancellationToken).ConfigureAwait(false);
        var probes = await FindProbesAsync(plan, cancellationToken).ConfigureAwait(false);

        // From here to the claim nothing is waited for and nothing can fail: a slot that is taken is claimed for, or given back.
        var claims = Reserve(found, now);
        claims.AddRange(probes.Where(probe => lanes.ReserveProbe(probe.Subscription, now)).Select(probe => probe.Claim));
        var resends = due.HasResends ? lanes.ReserveResends(ResendsAtOnce) : 0;
        if (claims.Count == 0 && resends == 0)
        {
            // A whole answer of lanes without room may hide one that has some. They are left out of the next look.
            return new ClaimedWork([], found.Count >= LanesToFind(plan) ? now : NextLook(plan, due, now));
        }

        return new ClaimedWork(await ClaimAsync(claims, resends, now, cancellationToken).ConfigureAwait(false), now);
    }

    private void Follow(SubscriptionIndex known, DateTimeOffset now)
    {
        if (!ReferenceEquals(_followed, known))
        {
            _followed = known;
            lanes.Follow(known, now);
        }
    }

    /// <summary>No more than can be served: the cursor goes on behind them.</summary>
    private static int LanesToFind(LanePlan plan) => Math.Clamp(plan.Free, 1, LanesAtOnce);

    private async Task<DueLanes> FindAsync(LanePlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var began = clock.Local.GetElapsedTime(0);
        _noResendsOf = lanes.HaveEnoughResends();       // the claim leaves out the same, or it would find nothing where the look saw something
        var due = await store.FindDueLanesAsync(new DueLaneQuery(_cursor, LanesToFind(plan), plan.Blocked) { NoResendsOf = _noResendsOf }, now, cancellationToken).ConfigureAwait(false);
        var ended = clock.Local.GetElapsedTime(0);
        _nextLook = ended + (ClaimsToLooks * (ended - began));
        _haveMore = [.. _haveMore.Intersect(plan.Blocked)];     // the others are among those found, or have no more
        return due;
    }

    private async Task<List<SubscriptionSnapshot>> FindAllAsync(IReadOnlyList<SubscriptionId> due, CancellationToken cancellationToken)
    {
        var found = new List<SubscriptionSnapshot>(due.Count);
        foreach (var id in due)
        {
            if (await subscriptions.FindAsync(id, 0, cancellationToken).ConfigureAwait(false) is { } subscription)
            {
                found.Add(subscription);
            }
        }

        return found;
    }

    private async Task<List<(LaneClaim Claim, SubscriptionSnapshot Subscription)>> FindProbesAsync(LanePlan plan, CancellationToken cancellationToken)
    {
        var found = new List<(LaneClaim, SubscriptionSnapshot)>(plan.Probes.Count);
        foreach (var probe in plan.Probes)
        {
            if (await FindToProbeAsync(probe.Subscription, cancellationToken).ConfigureAwait(false) is { } subscription)
            {
                found.Add((probe, subscription));
            }
            else
            {
                lanes.Claimed(probe, got: 0);
            }
        }

        return found;
    }

    private List<LaneClaim> Reserve(List<SubscriptionSnapshot> due, DateTimeOffset now)
    {
        var claims = new List<LaneClaim>(due.Count);
        var left = RowsAtOnce;
        foreach (var subscription in due)
        {
            var count = left == 0 ? 0 : lanes.Reserve(subscription, left, now);
            if (count > 0)
            {
                left -= count;
                claims.Add(new LaneClaim(subscription.Id, count));
            }
        }

        return claims;
    }

    /// <summary>An inactive one is looked up anew: it may have been enabled on another node, and nothing else would tell this one while the lane is blocked.</summary>
    private async Task<SubscriptionSnapshot?> FindToProbeAsync(SubscriptionId id, CancellationToken cancellationToken)
    {
        var known = subscriptions.Current;
        if (known.Find(id) is not { IsActive: true })
        {
            known = await subscriptions.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        return known.Find(id) is { IsActive: true } subscription ? subscription : null;
    }

    private async Task<IReadOnlyList<WorkItem>> ClaimAsync(List<LaneClaim> claims, int resends, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var began = clock.Local.GetTimestamp();
        var leaseEnd = clock.Local.GetElapsedTime(0) + options.Lease;
        IReadOnlyList<ClaimedDelivery>? claimed = null;
        try
        {
            var result = await store.ClaimAsync(new Claim(claims, resends, LeaseTokens.Next(), now, options.Lease) { NoResendsOf = _noResendsOf }, cancellationToken).ConfigureAwait(false);
            clock.Observe(options.ClockOffset == ClockOffset.Measured ? result.StoreTime : null, clock.Local.GetElapsedTime(began));
            claimed = result.Deliveries;
        }
        finally
        {
            GiveBack(claims, resends, claimed);
        }

        return [.. claimed.Select(delivery => new WorkItem(delivery, IsOutsideLanes(delivery) ? null : delivery.Subscription, leaseEnd))];
    }

    /// <param name="claims">What was asked for.</param>
    /// <param name="resends">Of resends.</param>
    /// <param name="claimed">What came; <see langword="null"/> when the claim failed, which says nothing about what is due.</param>
    private void GiveBack(List<LaneClaim> claims, int resends, IReadOnlyList<ClaimedDelivery>? claimed)
    {
        if (claimed is null)
        {
            claims.ForEach(claim => lanes.Unreserve(claim.Subscription, claim.Max));
            lanes.ClaimedResends(resends, []);
            return;
        }

        var got = new Dictionary<SubscriptionId, int>(claims.Count);
        var gotResends = new List<SubscriptionId>();
        foreach (var delivery in claimed)
        {
            if (IsOutsideLanes(delivery))
            {
                gotResends.Add(delivery.Subscription);
            }
            else
            {
                got[delivery.Subscription] = got.GetValueOrDefault(delivery.Subscription) + 1;
            }
        }

        _haveMore = [.. _haveMore.Except(claims.Select(claim => claim.Subscription))];
        foreach (var claim in claims)
        {
            var count = got.GetValueOrDefault(claim.Subscription);
            lanes.Claimed(claim, count);
            if (count == claim.Max && claim.Pick == LanePick.LongestDue)
            {
                _haveMore.Add(claim.Subscription);      // behind those that had no room this time
            }

            if (count < claim.Max)
            {
                lanes.Unreserve(claim.Subscription, claim.Max - count);
            }
        }

        lanes.ClaimedResends(resends, gotResends);
    }

    /// <summary>
    /// Where a contract never disables, a backlog behind a circuit that has been open for longer than the whole schedule is taken to be set aside, a batch at each call.
    /// Claiming is the only way to see how long a delivery has been due, and what has not been for long enough goes back: so seldom, while nothing is overdue.
    /// </summary>
    public async Task<IReadOnlyList<ClaimedDelivery>> TakeOverdueAsync(CancellationToken cancellationToken)
    {
        var tick = clock.Local.GetElapsedTime(0);
        if (tick < _nextOverdueLook)
        {
            return [];
        }

        var overdue = new List<ClaimedDelivery>();
        var hasMore = false;
        foreach (var (id, openFor) in lanes.OpenLanes())
        {
            if (subscriptions.Current.Find(id) is { IsActive: true, Contract.AfterLastAttempt: AfterLastAttempt.KeepActive } subscription
                && openFor > WebhookContract.Total(subscription.Delays))
            {
                var now = clock.Now;
                var result = await store.ClaimAsync(
                    new Claim([new LaneClaim(id, SetAsidesAtOnce)], 0, LeaseTokens.Next(), now, options.Lease), cancellationToken).ConfigureAwait(false);
                overdue.AddRange(result.Deliveries);
                hasMore |= result.Deliveries.Count == SetAsidesAtOnce && now - result.Deliveries[^1].DueAt > WebhookContract.Total(subscription.Delays);
            }
        }

        _nextOverdueLook = hasMore ? tick : tick + OverdueLook;
        return overdue;
    }

    private DateTimeOffset NextLook(LanePlan plan, DueLanes due, DateTimeOffset now)
    {
        var next = now + options.PollInterval;
        next = Earlier(next, due.NextDue);
        next = Earlier(next, dueTimes.Next(now));
        return Earlier(next, plan.NextChange is { } change ? now + (change - clock.Local.GetElapsedTime(0)) : null);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;

    private static bool IsOutsideLanes(ClaimedDelivery delivery) => delivery.Trigger is AttemptTrigger.Resend or AttemptTrigger.Test;
}
