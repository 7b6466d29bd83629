using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Receiving;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>Measures the goals that are not ratios to the bare loop: G5 to G12, G14, G15.</summary>
internal static class ScaleCommand
{
    public const string Usage = "[--only G6,G7,…] [--rows N=1000000] [--rounds N=5]";

    public static async Task<int> RunAsync(string[] words)
    {
        var (only, rows, rounds) = (ScaleGoals.Numbers, 1_000_000, 5);
        for (var index = 0; index < words.Length; index += 2)
        {
            switch (words[index..])
            {
                case ["--only", var names, ..] when names.Split(',').All(ScaleGoals.Numbers.Contains):
                    only = names.Split(',');
                    break;
                case ["--rows", var text, ..] when int.TryParse(text, CultureInfo.InvariantCulture, out rows) && rows >= 10_000:
                case ["--rounds", var count, ..] when int.TryParse(count, CultureInfo.InvariantCulture, out rounds) && rounds >= 1:
                    break;
                default:
                    Console.Error.WriteLine($"'{string.Join(' ', words[index..])}' is not understood. usage: scale {Usage}");
                    return 2;
            }
        }

        await using var receiver = await ReceiverProcess.StartAsync();
        await ScaleGoals.WarmUpAsync(only, receiver);
        await using var goals = new ScaleGoals(only, receiver, rows);
        for (var round = 1; round <= rounds; round++)
        {
            await goals.RoundAsync();
        }

        Figure[] figures = [.. goals.Figures];
        Console.WriteLine(FigureTable.Of(figures));
        return figures.Any(figure => figure.MissesFloor) ? 1 : 0;
    }
}
