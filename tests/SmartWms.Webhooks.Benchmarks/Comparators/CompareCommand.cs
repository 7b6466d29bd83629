using System.Globalization;
using System.Text;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Scale;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>What else a team could do, each over its own bare loop, in turns. Nothing is held against a floor: G5 has those of what is written by hand.</summary>
internal static class CompareCommand
{
    public const string Usage = "[--rounds N=5]";

    private static readonly TimeSpan BareLoop = TimeSpan.FromSeconds(2.5);

    public static async Task<int> RunAsync(string[] words)
    {
        var rounds = 5;
        if (words is not ([] or ["--rounds", _]) || (words is [_, var number] && (!int.TryParse(number, CultureInfo.InvariantCulture, out rounds) || rounds < 1)))
        {
            Console.Error.WriteLine($"'{string.Join(' ', words)}' is not understood. usage: compare {Usage}");
            return 2;
        }

        Console.WriteLine(await MeasureAsync(rounds));
        return 0;
    }

    /// <returns>A Markdown table.</returns>
    public static async Task<string> MeasureAsync(int rounds)
    {
        await using var receiver = await ReceiverProcess.StartAsync();
        var raw = new RawLoop(receiver, 512);
        var (results, missing) = (new List<(Contender Contender, Compared Run, double Raw)>(), new Dictionary<Contender, string>());
        await raw.RunAsync(BareLoop);
        for (var round = 0; round <= rounds; round++)
        {
            // The first round pays for the compiler and is not kept.
            foreach (var contender in Contender.All.Where(each => !missing.ContainsKey(each)))
            {
                var before = (await raw.RunAsync(BareLoop)).Rate;
                try
                {
                    var run = await contender.RunAsync(receiver);
                    var after = (await raw.RunAsync(BareLoop)).Rate;
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{round}/{rounds} {contender.Store}: {contender.Name}: {run.Rate:N0}/s of {run.OwnRaw ?? ((before + after) / 2):N0}/s"));
                    if (round > 0)
                    {
                        results.Add((contender, run, run.OwnRaw ?? ((before + after) / 2)));
                    }
                }
                catch (InvalidOperationException exception) when (!contender.IsOurs)
                {
                    Console.Error.WriteLine($"{contender.Name}: {exception.Message}");
                    missing[contender] = exception.Message;
                }
            }
        }

        return Table(results, missing.Keys);
    }

    private static string Table(List<(Contender Contender, Compared Run, double Raw)> results, IEnumerable<Contender> missing)
    {
        double[] Ratios(Contender contender) => [.. results.Where(result => result.Contender == contender).Select(result => result.Run.Rate / result.Raw)];
        var text = new StringBuilder();
        text.AppendLine("| what sends | store | requests/s | its bare loop | ratio | min-max | this engine's ratio over it |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var contender in Contender.All.Except(missing))
        {
            var (own, ratios) = (results.Where(result => result.Contender == contender).ToList(), Ratios(contender));
            var ours = Figure.Of(Ratios(Contender.All.Single(each => each.IsOurs && each.Store == contender.Store)), 0.5);
            var median = Figure.Of(ratios, 0.5);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {contender.Name} | {contender.Store} | {Figure.Of(own.Select(each => each.Run.Rate), 0.5):N0} | {Figure.Of(own.Select(each => each.Raw), 0.5):N0} | **{median:0.0000}** | {ratios.Min():0.0000}-{ratios.Max():0.0000} | {(contender.IsOurs ? "" : $"{ours / median:0.#}")} |");
        }

        foreach (var contender in missing)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {contender.Name} | {contender.Store} | not measured: what it needs is not on this machine | | | | |");
        }

        return text.ToString();
    }
}
