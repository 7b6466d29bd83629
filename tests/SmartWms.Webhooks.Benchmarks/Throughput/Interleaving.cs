using SmartWms.Webhooks.Benchmarks.Receiving;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>R, a row, R, the next row, R …, round after round: only neighbours in time are compared.</summary>
internal sealed class Interleaving(ReceiverProcess receiver, RunSize size)
{
    private const int WarmUps = 3;

    private readonly RawLoop _raw = new(receiver, size.InFlight);

    /// <summary>Runs everything a few times without measuring: the runtime compiles what is hot anew by what it saw of it, and takes more than one run to be through with both loops.</summary>
    public async Task WarmUpAsync(IReadOnlyList<Goal> goals)
    {
        for (var round = 1; round <= WarmUps; round++)
        {
            foreach (var goal in goals)
            {
                await _raw.RunAsync(size.Duration);
                await goal.Run.RunAsync(receiver, size);
            }
        }
    }

    public async Task<IReadOnlyList<Pair>> RunAsync(IReadOnlyList<Goal> goals, int rounds)
    {
        var pairs = new List<Pair>(goals.Count * rounds);
        var before = await _raw.RunAsync(size.Duration);
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var goal in goals)
            {
                var engine = await goal.Run.RunAsync(receiver, size);
                var after = await _raw.RunAsync(size.Duration);
                pairs.Add(new Pair(goal, before, engine, after));
                before = after;
                Console.Error.WriteLine($"{round}/{rounds} {goal.Number} {goal.Case}: {pairs[^1].Ratio:0.00} ({engine.Rate:N0}/s of {pairs[^1].Raw:N0}/s)");
            }
        }

        return pairs;
    }
}
