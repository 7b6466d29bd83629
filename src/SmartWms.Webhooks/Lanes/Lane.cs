using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Lanes;

/// <summary>One subscription's queue as this node serves it: what is in flight, how fast it answers, and what holds it back. Guarded by <see cref="LaneSet"/>.</summary>
internal sealed class Lane(SubscriptionId id, TenantSlots? tenant, CircuitOptions circuit, TimeProvider time)
{
    private const double Smoothing = 0.3;

    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1);

    private readonly List<TimeSpan> _started = [];
    private int _window = 1;
    private double _seconds;
    private bool _hasAnswered;
    private int _epoch = -1;
    private TimeSpan? _waitUntil;
    private RateBucket? _rate;
    private int _nodes = 1;

    public SubscriptionId Id => id;

    /// <summary>What it shares with the other webhooks of its tenant; null for a webhook without one.</summary>
    public TenantSlots? Tenant => tenant;

    public int InFlight { get; private set; }

    /// <summary>At most this many in flight, as the subscription says now.</summary>
    public int Cap { get; private set; } = 1;

    public Circuit Circuit { get; } = new(circuit, time);

    /// <summary>Whether older rows may be due: a hand-off would overtake them.</summary>
    public bool MayHaveBacklog { get; set; }

    /// <summary>Whether work was left in the store because it had no room: until it has, no look should find it again.</summary>
    public bool WantsRoom { get; set; }

    public bool IsIdle => InFlight == 0 && !WantsRoom && !Circuit.IsOpen && _waitUntil is null && _rate is null;

    /// <summary>Takes over what the subscription says now. After Enable or Resume, and while it is stopped, the past is forgotten.</summary>
    public void Follow(SubscriptionSnapshot subscription, TimeSpan tick, DateTimeOffset now)
    {
        Cap = subscription.MaxInFlight;
        if (subscription.Stored.EnableEpoch != _epoch || !subscription.IsActive)
        {
            _epoch = subscription.Stored.EnableEpoch;
            _waitUntil = null;
            _seconds = 0;
            _window = 1;
            _hasAnswered = false;
            Circuit.Close();
        }

        if (subscription.Stored.WaitUntil > now)
        {
            WaitUntil(tick + (subscription.Stored.WaitUntil.Value - now));
        }

        if (_rate?.Limit != subscription.Stored.Rate)
        {
            _rate = subscription.Stored.Rate is { } limit ? new RateBucket(limit, tick, _nodes) : null;
        }
    }

    /// <summary>So many nodes deliver: the rate limit is divided among them.</summary>
    public void Divide(int nodes, TimeSpan tick)
    {
        _nodes = nodes;
        _rate?.Divide(nodes, tick);
    }

    public void WaitUntil(TimeSpan until) => _waitUntil = _waitUntil > until ? _waitUntil : until;

    public bool IsWaiting(TimeSpan tick)
    {
        if (_waitUntil <= tick)
        {
            _waitUntil = null;
        }

        return _waitUntil is not null;
    }

    /// <summary>Time or the end of its own probe frees it, and no slot.</summary>
    public bool IsHeldBack(TimeSpan tick) => Circuit.IsOpen || IsWaiting(tick);

    /// <summary>Nothing has answered yet, recent answers took more than a second, the oldest running request does, or the circuit is not closed.</summary>
    public bool IsSlow(TimeSpan tick) =>
        !_hasAnswered || Circuit.IsOpen || _seconds > SlowAfter.TotalSeconds || (_started.Count > 0 && tick - _started[0] > SlowAfter);

    /// <summary>Whether only the end of one of its requests lets it start another.</summary>
    public bool IsFull => InFlight >= Math.Min(Cap, _window);

    /// <summary>How many more requests this lane by itself may start.</summary>
    public int Room(TimeSpan tick)
    {
        var room = Math.Max(0, Math.Min(Cap, _window) - InFlight);
        return _rate is null ? room : Math.Clamp(_rate.Free(tick), 0, room);      // probes and resends may have taken more than was free
    }

    /// <summary>When what holds the lane back ends by itself; null when only a finished request frees it.</summary>
    public TimeSpan? NextChange => (_waitUntil, Circuit.IsOpen, _rate) switch
    {
        ({ } until, _, _) => until,
        (_, true, _) => Circuit.NextProbe,
        (_, _, { } rate) => rate.NextFree,
        _ => null,
    };

    public void Reserve(int count)
    {
        InFlight += count;
        _rate?.Take(count);
    }

    public void Unreserve(int count)
    {
        InFlight -= count;
        _rate?.GiveBack(count);
    }

    public void Started(TimeSpan tick) => _started.Add(tick);

    /// <summary>A request ended. True when it opened or closed the circuit. What was begun before the webhook was enabled, resumed or moved says nothing about its receiver now.</summary>
    public bool Ended(AttemptOutcome outcome, TimeSpan latency, TimeSpan tick, int? epoch = null)
    {
        InFlight--;
        Forget(tick - latency);
        if (epoch < _epoch)
        {
            return false;
        }

        _seconds = _seconds == 0 ? latency.TotalSeconds : (Smoothing * latency.TotalSeconds) + ((1 - Smoothing) * _seconds);
        if (outcome.StatusCode is not null)
        {
            // Somebody is there: also a slow receiver gets its whole cap, out of the half that slow lanes share.
            _hasAnswered = true;
            _window = Math.Min(Cap, _window * 2);
        }

        return Circuit.Judge(outcome, tick);
    }

    /// <summary>A reserved slot whose request was not made or was cut by a stop.</summary>
    public void Dropped(bool hadStarted)
    {
        InFlight--;
        if (hadStarted && _started.Count > 0)
        {
            _started.RemoveAt(_started.Count - 1);
        }
    }

    /// <summary>Requests do not end in the order in which they started: one that hangs must stay known as the oldest. Start times stand in order.</summary>
    private void Forget(TimeSpan startedAbout)
    {
        if (_started.Count == 0)
        {
            return;
        }

        var after = _started.BinarySearch(startedAbout);
        after = after < 0 ? ~after : after;
        var isEarlierNearer = after > 0 && (after == _started.Count || startedAbout - _started[after - 1] < _started[after] - startedAbout);
        _started.RemoveAt(isEarlierNearer ? after - 1 : after);
    }
}
