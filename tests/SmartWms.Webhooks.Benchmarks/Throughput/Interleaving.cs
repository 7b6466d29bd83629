using SmartWms.Webhooks.Benchmarks.Receiving;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>R, a row, R, the next row, R …, round after round: only neighbours in time are compared.</summary>
internal sealed class Interleaving(ReceiverProcess receiver, RunSize size)
{
    private readonly RawLoop _raw = new(receiver, size.InFlight);

    /// <summary>Runs everything without measuring: the first runs pay for the compiler.</summary>
    public async Task WarmUpAsync(IReadOnlyList<Goal> goals)
    {
        await _raw.RunAsync(size.Duration);
        foreach (var goal in goals)
        {
            await goal.Run.RunAsync(receiver, size);
        }

        await _raw.RunAsync(size.Duration);
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
