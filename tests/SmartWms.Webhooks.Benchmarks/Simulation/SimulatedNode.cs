using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Sending;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>A delivering node: the pump's loop and the way of each delivery, with the real decisions and simulated work. A request is half its work, the receiver's time, and the other half.</summary>
internal sealed class SimulatedNode
{
    private readonly Timeline _timeline;
    private readonly Costs _costs;
    private readonly Func<ClaimedDelivery, Response> _receiver;
    private readonly SubscriptionRegistry _subscriptions;
    private readonly LaneSet _lanes;
    private readonly ClaimStep _claims;
    private readonly AttemptJudge _judge;
    private readonly IOutcomeClassifier _classifier;
    private readonly EngineClock _clock;
    private readonly SimulatedRecorder _recorder;
    private bool _isLooking;
    private bool _isWoken;
    private long _waits;

    /// <param name="engine">The real parts.</param>
    /// <param name="timeline">What happens when.</param>
    /// <param name="costs">What it takes.</param>
    /// <param name="receiver">What receivers do.</param>
    /// <param name="stored">Told of each result that is durable.</param>
    public SimulatedNode(SimulatedEngine engine, Timeline timeline, Costs costs, Func<ClaimedDelivery, Response> receiver, Action<RecordItem, RecordResult> stored)
    {
        (_timeline, _costs, _receiver) = (timeline, costs, receiver);
        _subscriptions = engine.Part<SubscriptionRegistry>();
        _lanes = engine.Part<LaneSet>();
        _claims = engine.Part<ClaimStep>();
        _judge = engine.Part<AttemptJudge>();
        _classifier = engine.Part<IOutcomeClassifier>();
        _clock = engine.Part<EngineClock>();
        _recorder = new SimulatedRecorder(engine, timeline, WakeUp, stored);
        var handOff = engine.Part<SimulatedHandOff>();
        (handOff.Started, handOff.Woken, handOff.IsDelivering) = (delivery => Queue(delivery, isInLane: true), WakeUp, true);
    }

    /// <summary>Requests made.</summary>
    public long Attempts { get; private set; }

    /// <summary>Times it looked for work.</summary>
    public long Looks { get; private set; }

    public void WakeUp()
    {
        _isWoken = true;
        if (!_isLooking)
        {
            Look();
        }
    }

    private void Look()
    {
        _isLooking = true;
        _waits++;
        _timeline.Processors.Enqueue(_costs.Look, () => _ = TakeAsync());
    }

    private async Task TakeAsync()
    {
        _isWoken = false;
        Looks++;
        var work = await _claims.TakeAsync(CancellationToken.None);
        foreach (var item in work.Items)
        {
            Queue(item.Delivery, item.Lane is not null);
        }

        if (work.Items.Count == 0)
        {
            foreach (var delivery in await _claims.TakeOverdueAsync(CancellationToken.None))
            {
                _recorder.Add(KeptBack(delivery));
            }
        }

        _isLooking = false;
        if (work.Items.Count > 0 || _isWoken)
        {
            Look();
            return;
        }

        var wait = _waits;
        var atLeast = TimeSpan.FromMilliseconds(1);
        var delay = work.LookAgainAt - _clock.Now;
        _timeline.After(delay > atLeast ? delay : atLeast, () =>
        {
            if (wait == _waits && !_isLooking)
            {
                Look();
            }
        });
    }

    private void Queue(ClaimedDelivery delivery, bool isInLane)
    {
        SubscriptionSnapshot? subscription = null;
        var startedAt = TimeSpan.Zero;
        _timeline.Processors.Enqueue(_costs.Send / 2, Sent, () =>
        {
            subscription = _subscriptions.FindAsync(delivery.Subscription, delivery.SubscriptionVersion, CancellationToken.None).AsTask().GetAwaiter().GetResult()!;
            startedAt = _clock.Local.GetElapsedTime(0);
            if (isInLane && subscription.IsActive)
            {
                _lanes.Started(delivery.Subscription);
            }
        });

        void Sent()
        {
            if (isInLane && !subscription!.IsActive)
            {
                FreeSlot(() => _lanes.Dropped(delivery.Subscription, hadStarted: false));
                _recorder.Add(new RecordItem(delivery, null, new DeliveryRelease(delivery.Id, delivery.LeaseToken, delivery.DueAt)));
                return;
            }

            Attempts++;
            var response = _receiver(delivery);
            _timeline.After(response.After, () => _timeline.Processors.Enqueue(_costs.Send / 2, () => Ended(delivery, subscription!, isInLane, response, startedAt)));
        }
    }

    private void Ended(ClaimedDelivery delivery, SubscriptionSnapshot subscription, bool isInLane, Response response, TimeSpan startedAt)
    {
        var answer = new AttemptAnswer(response.StatusCode, response.Failure, null, [], false);
        var (outcome, now, latency) = (_classifier.Classify(answer), _clock.Now, _clock.Local.GetElapsedTime(0) - startedAt);
        var decision = _judge.Decide(delivery, subscription, outcome, now);
        var record = AttemptRecord.Of(delivery, answer, outcome, decision, now - latency, latency, "simulated");
        if (decision.LaneWaitsUntil is { } until)
        {
            _lanes.Decided(delivery.Id, delivery.Subscription, decision.RetryAt, until, now);
        }

        FreeSlot(() =>
        {
            if (isInLane)
            {
                _lanes.Ended(delivery.Subscription, outcome, latency);
            }
            else
            {
                _lanes.ResendEnded(delivery.Subscription);
            }
        });
        _recorder.Add(new RecordItem(delivery, record));
    }

    private void FreeSlot(Action free)
    {
        free();
        if (_lanes.IsRoomWanted)
        {
            WakeUp();
        }
    }

    /// <summary>As the delivery step does with what an open circuit has kept back.</summary>
    private RecordItem KeptBack(ClaimedDelivery delivery) =>
        _subscriptions.Current.Find(delivery.Subscription) is { } subscription && _clock.Now - delivery.DueAt > WebhookContract.Total(subscription.Delays)
            ? new RecordItem(delivery, SetAside.AsFailed(delivery, FailureClass.CircuitOpen))
            : new RecordItem(delivery, null, new DeliveryRelease(delivery.Id, delivery.LeaseToken, delivery.DueAt));
}
