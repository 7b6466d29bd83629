using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Benchmarks.StoreCost;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Micro;

/// <summary>One event against all subscriptions of a node. Those that do not ask for its type must cost nothing: a row is the same with ten of them and with ten thousand.</summary>
public class MatchingBenchmarks
{
    private const string Asked = WmsEvents.OrderShipped;
    private const string Other = WmsEvents.GrnConfirmed;

    private SubscriptionIndex _index = SubscriptionIndex.Empty;

    [Params(10, 10_000)]
    public int Subscriptions { get; set; }

    [Params(0, 3, 10)]
    public int WhoAsk { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var services = new ServiceCollection();
        services.AddWmsWebhooks().UseInMemory();
        using var provider = services.BuildServiceProvider();
        var snapshots = provider.GetRequiredService<SnapshotFactory>();
        _index = new SubscriptionIndex(1, Enumerable.Range(0, Subscriptions).Select(number => snapshots.Make(StoreWork.Subscription(number) with
        {
            Id = new SubscriptionId(number + 1),
            EventTypes = [number < WhoAsk ? Asked : number % 2 == 0 ? Other : "inventory.*"],
        })));
        if (Match() != WhoAsk)
        {
            throw new InvalidOperationException("Not those who ask are matched.");
        }
    }

    [Benchmark(Description = "match one event")]
    public int Match() => _index.Match(null, Asked, isSensitive: false, []).Count;
}
