using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>Who is there, what is published and how receivers answer: all chance of the day comes from here, from one seed.</summary>
internal sealed class DayTraffic(DayPlan plan, Random random)
{
    private const int FanOut = 3;

    private static readonly byte[] Data = """{"orderId":"SO-2030-000001","carrier":"UPS","lines":[{"sku":"SKU-1","quantity":2},{"sku":"SKU-2","quantity":1}]}"""u8.ToArray();

    private long _number;

    public static NewWebhookSubscription Endpoint(int number) => new()
    {
        Name = $"endpoint {number}",
        Url = $"http://127.0.0.1/endpoint/{number}",
        EventTypes = [WmsEvents.OrderShipped],
        Channels = [$"owner:{number}"],
        Contract = DayResult.Contracts[number % DayResult.Contracts.Length],
    };

    /// <summary>Until the next event: at random, as many as the time of day has.</summary>
    public TimeSpan Pause(TimeSpan at) => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / plan.Rate(at));

    public NewWebhookEvent Next()
    {
        var owners = new HashSet<int>();
        while (owners.Count < Math.Min(FanOut, plan.Endpoints))
        {
            owners.Add(random.Next(plan.Endpoints));
        }

        return NewWebhookEvent.FromJson(WmsEvents.OrderShipped, Data, new WebhookPublishOptions
        {
            EventId = $"evt_{++_number:D12}",
            Channels = [.. owners.Select(owner => $"owner:{owner}")],
        });
    }

    public Response Answer(int endpoint, TimeSpan at)
    {
        if (plan.IsDead(endpoint) && at >= plan.DeadFrom && at < plan.DeadUntil)
        {
            return endpoint % 2 == 0
                ? new Response(null, FailureClass.ConnectionRefused, TimeSpan.FromMilliseconds(1))
                : new Response(null, FailureClass.Timeout, TimeSpan.FromSeconds(10));
        }

        var after = TimeSpan.FromMilliseconds(plan.Answer.MedianMilliseconds * Math.Exp(plan.Answer.Sigma * Normal()));
        return random.NextDouble() < plan.FailureShare ? new Response(503, FailureClass.None, after) : Response.Ok(after);
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
