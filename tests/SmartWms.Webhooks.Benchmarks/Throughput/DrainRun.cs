using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>A backlog lies in the store; a host that delivers is started, and the time is taken until the last delivery is recorded.</summary>
internal sealed class DrainRun(StoreKind kind, int nodes = 1) : IEngineRun
{
    private const int PublishAtOnce = 1000;

    public async Task<Measured> RunAsync(ReceiverProcess receiver, RunSize size)
    {
        await using var database = await Database.CreateAsync(kind);
        await PublishAsync(database, receiver.Url, size);
        var hosts = Enumerable.Range(0, nodes).Select(_ => new EngineHost(database, delivers: true, size.InFlight / nodes)).ToList();
        try
        {
            return await DrainAsync(hosts, receiver, size);
        }
        finally
        {
            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }
    }

    private static async Task<Measured> DrainAsync(List<EngineHost> hosts, ReceiverProcess receiver, RunSize size)
    {
        var progress = new Progress(int.MaxValue);
        var measurement = await Measurement.StartAsync(receiver);
        using var inFlight = new InFlightSampler(hosts[0].Lanes);
        foreach (var host in hosts)
        {
            await host.StartAsync();
            host.Deliveries.Delivered = progress.Delivered;
        }

        await progress.WaitForAsync(size.Events * size.FanOut);
        var measured = await measurement.EndAsync();
        return measured.Checked(size.Events * size.FanOut) with { Store = hosts[0].Deliveries.Use with { InFlight = inFlight.Mean } };
    }

    private static async Task PublishAsync(Database database, string receiver, RunSize size)
    {
        await using var host = new EngineHost(database, delivers: false, size.InFlight);
        await host.StartAsync();
        await host.SubscribeAsync(receiver);
        for (var published = 0; published < size.Events; published += PublishAtOnce)
        {
            NewWebhookEvent[] events = [.. Enumerable.Range(published, Math.Min(PublishAtOnce, size.Events - published)).Select(number => Payload.EventFor(number % Payload.Lanes, size.FanOut))];
            await host.Dispatcher.PublishAsync(events);
        }
    }
}
