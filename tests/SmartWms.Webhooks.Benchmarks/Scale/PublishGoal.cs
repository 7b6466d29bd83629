using System.Diagnostics;
using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G9: the 99th percentile of publishing, 8 callers at a third of the rate that the engine can keep up, over the median of one durable transaction of the store by itself.</summary>
internal sealed class PublishGoal(StoreKind kind, ReceiverProcess receiver) : IScaleGoal
{
    private const int Callers = 8;
    private const double Share = 0.3;
    private const int SingleTransactions = 300;

    private static readonly RunSize Run = new(TimeSpan.FromSeconds(2.5), 0, 3, 512);

    private readonly List<Round> _rounds = [];

    public IReadOnlyList<Figure> Figures
    {
        get
        {
            double Median(Func<Round, double> one) => Figure.Of(_rounds.Select(one), 0.5);
            var detail = string.Create(
                CultureInfo.InvariantCulture,
                $"p50 {Median(each => each.Middle):0.00}, p99 {Median(each => each.Worst):0.00} ms at {Median(each => each.Rate):N0} events/s; one transaction {Median(each => each.Single):0.00} ms");
            return [new Figure("G9", $"{kind}: publish p99, 8 callers at 30 %, over one transaction", 6, 3, false, [.. _rounds.Select(each => each.Worst / each.Single)], detail)];
        }
    }

    public async Task RoundAsync()
    {
        var rate = (await new LiveRun(kind).RunAsync(receiver, Run)).Rate / Run.FanOut * Share;
        var single = await SingleAsync();
        double[] publishes = [.. (await PacedAsync(rate)).Select(time => time.TotalMilliseconds)];
        _rounds.Add(new Round(rate, single, Figure.Of(publishes, 0.5), Figure.Of(publishes, 0.99)));
    }

    /// <returns>Milliseconds of the median.</returns>
    private async Task<double> SingleAsync()
    {
        await using var database = await Database.CreateAsync(kind);
        await using var store = await FilledStore.OpenAsync(database, Payload.Lanes);
        var times = new double[SingleTransactions];
        for (var index = 0; index < times.Length; index++)
        {
            var start = Stopwatch.GetTimestamp();
            await store.AddOneAsync(fanOut: 3);
            times[index] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Figure.Of(times, 0.5);
    }

    private async Task<IReadOnlyList<TimeSpan>> PacedAsync(double eventsPerSecond)
    {
        await using var database = await Database.CreateAsync(kind);
        await using var host = new EngineHost(database, delivers: true, Run.InFlight);
        await host.StartAsync();
        await host.SubscribeAsync(receiver.Url);
        var each = TimeSpan.FromSeconds(Callers / eventsPerSecond);
        var all = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(host, caller, each))));
        return [.. all.SelectMany(times => times)];
    }

    /// <summary>Publishes at fixed times; one that comes late makes none of the others late.</summary>
    private static async Task<List<TimeSpan>> CallAsync(EngineHost host, int caller, TimeSpan each)
    {
        var times = new List<TimeSpan>();
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; Stopwatch.GetElapsedTime(start) < Run.Duration; number++)
        {
            var wait = each * number - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(wait, TimeProvider.System);
            }

            var begun = Stopwatch.GetTimestamp();
            await host.Dispatcher.PublishAsync([Payload.EventFor((caller + number) % Payload.Lanes, Run.FanOut)]);
            times.Add(Stopwatch.GetElapsedTime(begun));
        }

        return times;
    }

    /// <param name="Rate">Events published a second.</param>
    /// <param name="Single">Milliseconds of one transaction, the median.</param>
    /// <param name="Middle">Milliseconds of a publish, the median.</param>
    /// <param name="Worst">Milliseconds of a publish, the 99th percentile.</param>
    private readonly record struct Round(double Rate, double Single, double Middle, double Worst);
}
