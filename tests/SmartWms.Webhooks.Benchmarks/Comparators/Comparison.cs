using System.Globalization;
using System.Text;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Scale;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>What else a team could do, each over its own bare loop, in turns.</summary>
internal sealed class Comparison(ReceiverProcess receiver)
{
    private static readonly TimeSpan BareLoop = TimeSpan.FromSeconds(2.5);

    private readonly RawLoop _raw = new(receiver, 512);
    private readonly List<(Contender Contender, Compared Run, double Raw)> _results = [];
    private readonly HashSet<Contender> _missing = [];

    /// <summary>Each once. One whose means are not on this machine is left out from then on.</summary>
    public async Task RoundAsync()
    {
        var before = (await _raw.RunAsync(BareLoop)).Rate;
        foreach (var contender in Contender.All.Where(each => !_missing.Contains(each)))
        {
            try
            {
                var run = await contender.RunAsync(receiver);
                var after = (await _raw.RunAsync(BareLoop)).Rate;
                var raw = run.OwnRaw ?? (before + after) / 2;
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{contender.Store}: {contender.Name}: {run.Rate:N0}/s of {raw:N0}/s"));
                _results.Add((contender, run, raw));
                before = after;
            }
            catch (InvalidOperationException exception) when (!contender.IsOurs)
            {
                Console.Error.WriteLine($"{contender.Name}: {exception.Message}");
                _missing.Add(contender);
            }
        }
    }

    /// <summary>What the rounds so far came to, as a Markdown table.</summary>
    public string Table()
    {
        double[] Ratios(Contender contender) => [.. _results.Where(result => result.Contender == contender).Select(result => result.Run.Rate / result.Raw)];
        var text = new StringBuilder();
        text.AppendLine("| what sends | store | requests/s | its bare loop | ratio | min-max | this engine's ratio over it |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var contender in Contender.All.Except(_missing))
        {
            var (own, ratios) = (_results.Where(result => result.Contender == contender).ToList(), Ratios(contender));
            var ours = Figure.Of(Ratios(Contender.All.Single(each => each.IsOurs && each.Store == contender.Store)), 0.5);
            var median = Figure.Of(ratios, 0.5);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {contender.Name} | {contender.Store} | {Figure.Of(own.Select(each => each.Run.Rate), 0.5):N0} | {Figure.Of(own.Select(each => each.Raw), 0.5):N0} | **{median:0.0000}** | {ratios.Min():0.0000}-{ratios.Max():0.0000} | {(contender.IsOurs ? "" : $"{ours / median:0.#}")} |");
        }

        foreach (var contender in _missing)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {contender.Name} | {contender.Store} | not measured: what it needs is not on this machine | | | | |");
        }

        return text.ToString();
    }
}
