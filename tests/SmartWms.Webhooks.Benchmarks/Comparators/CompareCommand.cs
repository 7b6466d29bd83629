using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Receiving;

namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>Measures the comparison alone. Nothing is held against a floor: G5 has those of what is written by hand.</summary>
internal static class CompareCommand
{
    public const string Usage = "[--rounds N=5]";

    public static async Task<int> RunAsync(string[] words)
    {
        var rounds = 5;
        if (words is not ([] or ["--rounds", _]) || (words is [_, var number] && (!int.TryParse(number, CultureInfo.InvariantCulture, out rounds) || rounds < 1)))
        {
            Console.Error.WriteLine($"'{string.Join(' ', words)}' is not understood. usage: compare {Usage}");
            return 2;
        }

        await using var receiver = await ReceiverProcess.StartAsync();
        await new Comparison(receiver).RoundAsync();
        var comparison = new Comparison(receiver);
        for (var round = 1; round <= rounds; round++)
        {
            await comparison.RoundAsync();
        }

        Console.WriteLine(comparison.Table());
        return 0;
    }
}
