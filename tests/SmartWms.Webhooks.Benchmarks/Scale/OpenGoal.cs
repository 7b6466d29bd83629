using System.Diagnostics;
using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.StoreCost;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G12: from the start of a host whose store holds a great backlog and expired leases to its first request.</summary>
internal sealed class OpenGoal(StoreKind kind, ReceiverProcess receiver, int rows) : IScaleGoal
{
    private const int Expired = 2_000;

    private readonly List<double> _times = [];

    public IReadOnlyList<Figure> Figures
    {
        get
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"{rows:N0} due, {Expired:N0} leases run out; the engine's services built and started");
            return [new Figure("G12", $"{kind}: start to first POST, ms", 500, 100, false, _times, detail)];
        }
    }

    public async Task RoundAsync()
    {
        await using var database = await Database.CreateAsync(kind);
        await using (var host = new EngineHost(database, delivers: false, inFlight: 512))
        {
            await host.StartAsync();
            await host.SubscribeAsync(receiver.Url);
        }

        // On the webhooks just made, by their ids: 64 lanes.
        await using (var store = await FilledStore.OverAsync(database, Payload.Lanes))
        {
            var now = TimeProvider.System.GetUtcNow();
            await store.AddAsync(rows, now.AddMinutes(-1));
            await store.AddAsync(Expired, now.AddHours(-1), StoreWork.Token);
        }

        _times.Add(await FirstRequestAsync(database));
    }

    /// <returns>Milliseconds.</returns>
    private async Task<double> FirstRequestAsync(Database database)
    {
        var before = await receiver.CountAsync();
        await using var host = new EngineHost(database, delivers: true, inFlight: 1);
        var start = Stopwatch.GetTimestamp();
        await host.StartAsync();
        while (await receiver.CountAsync() == before)
        {
            await Task.Yield();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
