using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>A node with many endpoints, some of which are dead for a day and then live again.</summary>
internal sealed class DayRun : IDisposable
{
    private const int InFlight = 1024;

    private readonly DayPlan _plan;
    private readonly Costs _costs;
    private readonly DayTraffic _traffic;
    private readonly Timeline _timeline;
    private readonly SimulatedEngine _engine;
    private readonly SimulatedNode _node;
    private readonly DayResult _result = new();
    private readonly List<double> _recent = [];
    private readonly List<Task> _publishing = [];
    private long _deadRequestsBefore;

    public DayRun(DayPlan plan, Costs costs)
    {
        var random = new Random(plan.Seed);
        (_plan, _costs, _traffic) = (plan, costs, new DayTraffic(plan, random));
        _timeline = new Timeline(new Processors(costs.Cores, costs.PoolThreads));
        _engine = new SimulatedEngine(_timeline, costs, InFlight, random);
        _node = new SimulatedNode(_engine, _timeline, costs, Answer, Stored);
    }

    private TimeSpan At => _timeline.Clock.GetElapsedTime(0);

    public DayResult Run()
    {
        for (var number = 0; number < _plan.Endpoints; number++)
        {
            Done(_engine.Webhooks.CreateAsync(DayTraffic.Endpoint(number)));
        }

        _engine.Changed();
        _node.WakeUp();
        Publish();
        Sample();
        _timeline.After(_plan.DeadUntil, Revive);
        _timeline.After(_plan.PersonAt, Repair);

        // To a moment at which nothing is on its way between the node and its store: what is counted on both sides is the same then.
        _timeline.Run(() => At >= _plan.End && _timeline.Processors.IsIdle && _engine.Writer.IsIdle, _plan.End + TimeSpan.FromHours(1));
        return Close();
    }

    public void Dispose() => _engine.Dispose();

    private static int EndpointOf(SubscriptionId subscription) => (int)subscription.Value - 1;

    private static int ContractOf(int endpoint) => endpoint % DayResult.Contracts.Length;

    private void Publish() => _timeline.After(_traffic.Pause(At), () =>
    {
        if (At < _plan.End)
        {
            _timeline.Processors.Enqueue(_costs.Publish, () => _publishing.Add(PublishAsync()));
            Publish();
        }
    });

    private async Task PublishAsync()
    {
        var published = await _engine.Dispatcher.PublishAsync([_traffic.Next()]);
        _result.Published += published[0].Deliveries;
    }

    private Response Answer(ClaimedDelivery delivery)
    {
        var endpoint = EndpointOf(delivery.Subscription);
        _result.DeadRequests += _plan.IsDead(endpoint) && At >= _plan.DeadFrom && At < _plan.DeadUntil ? 1 : 0;
        return _traffic.Answer(endpoint, At);
    }

    private void Stored(RecordItem item, RecordResult result)
    {
        if (!result.Accepted || item.Record!.Next != DeliveryState.Delivered)
        {
            return;
        }

        _result.Delivered++;
        var (endpoint, created) = (EndpointOf(item.Delivery.Subscription), item.Delivery.CreatedAt - SimulatedClock.Start);
        var latency = (At - created).TotalMilliseconds;
        var isDuring = created >= _plan.DeadFrom && created < _plan.DeadUntil;
        if (!_plan.IsDead(endpoint))
        {
            _recent.Add(latency);
        }

        _result.Count(
            (_plan.IsDead(endpoint), isDuring) switch
            {
                (false, false) => "healthy, before and after",
                (false, true) => "healthy, while 5 % are dead",
                (true, false) => "dead, before and after",
                _ => $"dead, published meanwhile, {DayResult.Contracts[ContractOf(endpoint)]}",
            },
            latency);
    }

    private void Sample()
    {
        var (healthy, dead) = (0L, new long[DayResult.Contracts.Length]);
        foreach (var lane in _engine.Database.Subscriptions.Lanes)
        {
            var endpoint = EndpointOf(lane.Id);
            if (_plan.IsDead(endpoint))
            {
                dead[ContractOf(endpoint)] += lane.Queue.Count;
            }
            else
            {
                healthy += lane.Queue.Count;
            }
        }

        _result.Samples.Add(new DaySample(
            At, healthy, dead, DayResult.Percentile(_recent, 0.5), DayResult.Percentile(_recent, 0.99), _result.DeadRequests - _deadRequestsBefore, _engine.Part<LaneSet>().InFlight));
        _recent.Clear();
        _deadRequestsBefore = _result.DeadRequests;
        foreach (var published in _publishing.Where(each => each.IsCompleted))
        {
            published.GetAwaiter().GetResult();     // what failed fails the simulation
        }

        _publishing.RemoveAll(each => each.IsCompleted);
        _timeline.After(_plan.Sample, Sample);
    }

    /// <summary>The endpoints live again. From here each second somebody looks whether what was published before has ended.</summary>
    private void Revive()
    {
        foreach (var lane in _engine.Database.Subscriptions.Lanes.Where(lane => _plan.IsDead(EndpointOf(lane.Id))))
        {
            var (failed, disabled) = _result.WhenAlive[ContractOf(EndpointOf(lane.Id))];
            _result.WhenAlive[ContractOf(EndpointOf(lane.Id))] = (failed + lane.Failed.Count, disabled + (lane.IsActive ? 0 : 1));
        }

        LookForRecovery();
    }

    private void LookForRecovery()
    {
        for (var contract = 0; contract < DayResult.Contracts.Length; contract++)
        {
            var lanes = _engine.Database.Subscriptions.Lanes.Where(lane => _plan.IsDead(EndpointOf(lane.Id)) && ContractOf(EndpointOf(lane.Id)) == contract);
            if (_result.RecoveredAfter[contract] is null && lanes.All(lane => lane.IsActive && (lane.Failed.Count == 0 || At > _plan.PersonAt) && lane.Queue.CountUntil(SimulatedClock.Start.Add(At).UtcTicks) == 0))
            {
                _result.RecoveredAfter[contract] = At - _plan.DeadUntil;
            }
        }

        _timeline.After(TimeSpan.FromSeconds(5), LookForRecovery);
    }

    /// <summary>What a person does in the dashboard.</summary>
    private void Repair()
    {
        foreach (var lane in _engine.Database.Subscriptions.Lanes.Where(lane => _plan.IsDead(EndpointOf(lane.Id))).ToList())
        {
            if (!lane.IsActive)
            {
                Done(_engine.Webhooks.EnableAsync(lane.Id));
                _engine.Changed();
            }

            if (lane.Failed.Count > 0)
            {
                Done(_engine.Deliveries.RecoverAsync(lane.Id, SimulatedClock.Start));
            }
        }

        _node.WakeUp();
    }

    private DayResult Close()
    {
        var lanes = _engine.Database.Subscriptions.Lanes;
        _result.Left = (lanes.Sum(lane => (long)lane.Failed.Count), lanes.Sum(lane => (long)lane.Queue.Count));
        (_result.Attempts, _result.Looks, _result.Transactions) = (_node.Attempts, _node.Looks, _engine.Writer.Transactions);
        _result.ProcessorShare = _timeline.Processors.Used / (_timeline.Now * _timeline.Processors.Cores);
        return _result;
    }

    private static void Done<T>(Task<T> task) => _ = task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("The simulation did not end what it began.");
}
