using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>The benchmarks' own runs, simulated: 64 webhooks, three deliveries an event, as many in flight.</summary>
internal static class SimulatedRun
{
    private const int FanOut = 3;
    private const int InFlight = 512;
    private const int MostUndelivered = 1024;
    private const int Seed = 1;

    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(10);
    private static readonly byte[] Data = """{"sku":"SKU-1"}"""u8.ToArray();

    /// <summary>G1, G3: 64 callers publish while the node delivers. Deliveries per second.</summary>
    public static double Live(Costs costs, TimeSpan duration)
    {
        var timeline = new Timeline(new Processors(costs.Cores, costs.PoolThreads));
        using var engine = Start(timeline, costs);
        var (begun, delivered, waiting) = (0, 0, new Queue<int>());
        _ = new SimulatedNode(engine, timeline, costs, static _ => Response.Ok(), (_, result) =>
        {
            delivered += result.Accepted ? 1 : 0;
            while (waiting.Count > 0 && begun - delivered + FanOut <= MostUndelivered)
            {
                Publish(waiting.Dequeue());
            }
        });
        for (var caller = 0; caller < Payload.Lanes; caller++)
        {
            Next(caller);
        }

        timeline.Run(() => timeline.Now >= duration.TotalMicroseconds && delivered == begun, LongEnough);
        return delivered / timeline.Now * 1e6;

        void Next(int lane)
        {
            if (timeline.Now >= duration.TotalMicroseconds)
            {
                return;
            }

            if (begun - delivered + FanOut > MostUndelivered)
            {
                waiting.Enqueue(lane);
                return;
            }

            Publish(lane);
        }

        void Publish(int lane)
        {
            begun += FanOut;
            timeline.Processors.Enqueue(costs.Publish, () => _ = PublishAsync(lane));
        }

        async Task PublishAsync(int lane)
        {
            await engine.Dispatcher.PublishAsync([Payload.EventFor(lane, FanOut)]);
            Next((lane + 1) % Payload.Lanes);
        }
    }

    /// <summary>G2, and with sick neighbours G8: a backlog is drained. Healthy deliveries per second.</summary>
    public static double Drain(Costs costs, int backlog, int sick = 0, int sickBacklog = 0, Response sickResponse = default)
    {
        var timeline = new Timeline(new Processors(costs.Cores, costs.PoolThreads));
        using var engine = Start(timeline, costs);
        for (var number = 0; number < sick; number++)
        {
            Ended(engine.Webhooks.CreateAsync(new NewWebhookSubscription
            {
                Name = $"sick {number}",
                Url = $"http://127.0.0.1/sick/{number}",
                EventTypes = [WmsEvents.InventoryLowStock],
                Secret = Payload.Secret,
            }));
        }

        // The sick ones' backlog is the older. Filling takes simulated time as well: what counts begins after it.
        for (var number = 0; sick > 0 && number < sickBacklog / sick; number++)
        {
            Fill(engine, timeline, NewWebhookEvent.FromJson(WmsEvents.InventoryLowStock, Data));
        }

        var events = backlog / FanOut;
        for (var number = 0; number < events; number++)
        {
            Fill(engine, timeline, Payload.EventFor(number % Payload.Lanes, FanOut));
        }

        var (begin, delivered) = (timeline.Now, 0);
        var node = new SimulatedNode(
            engine, timeline, costs,
            delivery => delivery.Subscription.Value > Payload.Lanes ? sickResponse : Response.Ok(),
            (item, result) => delivered += result.Accepted && item.Delivery.Subscription.Value <= Payload.Lanes ? 1 : 0);
        node.WakeUp();
        timeline.Run(() => delivered == events * FanOut, LongEnough);
        return delivered / (timeline.Now - begin) * 1e6;
    }

    private static SimulatedEngine Start(Timeline timeline, Costs costs)
    {
        var engine = new SimulatedEngine(timeline, costs, InFlight, new Random(Seed));
        for (var lane = 0; lane < Payload.Lanes; lane++)
        {
            Ended(engine.Webhooks.CreateAsync(Payload.SubscriptionOf(lane, "http://127.0.0.1")));
        }

        engine.Changed();
        return engine;
    }

    private static void Fill(SimulatedEngine engine, Timeline timeline, NewWebhookEvent one)
    {
        var publishing = engine.Dispatcher.PublishAsync([one]);
        timeline.Run(() => publishing.IsCompleted, LongEnough);
        Ended(publishing);
    }

    private static void Ended<T>(Task<T> task) => _ = task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("The simulation did not end what it began.");
}
