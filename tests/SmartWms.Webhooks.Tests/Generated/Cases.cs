using System.Collections.Concurrent;
using System.Globalization;

namespace SmartWms.Webhooks.Tests.Generated;

/// <summary>Runs a generator many times on all cores and compares two verdicts. Every batch has a seed of its own, which a failure prints.</summary>
internal static class Cases
{
    private const int Batch = 5_000;
    private const int MostShown = 5;

    /// <summary>100,000 of each kind; 1,000,000 with <c>WMS_TESTS=full</c>.</summary>
    public static int Count { get; } = string.Equals(Environment.GetEnvironmentVariable("WMS_TESTS"), "full", StringComparison.OrdinalIgnoreCase) ? 1_000_000 : 100_000;

    /// <summary>The first seed; <c>WMS_SEED</c> repeats a run.</summary>
    private static int FirstSeed { get; } = int.TryParse(Environment.GetEnvironmentVariable("WMS_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 20_260_101;

    /// <summary>Runs them: 0 differences, 0 exceptions, at least half mutated from valid cases, at least a tenth accepted.</summary>
    /// <param name="make">Makes a case and says whether it was mutated from a valid one.</param>
    /// <param name="judge">Asks the library; null when it refuses, else what it read.</param>
    /// <param name="oracle">Asks the second implementation the same.</param>
    /// <param name="show">The case in a failure's message.</param>
    public static void Run<T>(Func<Random, (T Case, bool IsMutated)> make, Func<T, string?> judge, Func<T, string?> oracle, Func<T, string> show, int? count = null)
    {
        var wanted = count ?? Count;
        var differences = new ConcurrentQueue<string>();
        var (mutated, accepted) = (0, 0);
        Parallel.For(0, wanted / Batch, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, batch =>
        {
            var seed = FirstSeed + batch;
            var random = new Random(seed);
            for (var i = 0; i < Batch; i++)
            {
                var (row, isMutated) = make(random);
                Interlocked.Add(ref mutated, isMutated ? 1 : 0);
                var expected = oracle(row);
                var actual = Ask(judge, row);
                Interlocked.Add(ref accepted, actual is null ? 0 : 1);
                if (actual != expected)
                {
                    differences.Enqueue($"seed {seed}, case {i}: library '{actual ?? "refused"}', oracle '{expected ?? "refused"}': {show(row)}");
                }
            }
        });

        Assert.True(differences.IsEmpty, $"{differences.Count} differences; {string.Join("\n", differences.Take(MostShown))}");
        Assert.True(mutated >= wanted / 2, $"only {mutated} of {wanted} were mutated from valid ones");
        Assert.True(accepted >= wanted / 10, $"only {accepted} of {wanted} were accepted");
        TestContext.Current.SendDiagnosticMessage($"{wanted} cases, {mutated} mutated, {accepted} accepted, 0 differences");
    }

    private static string? Ask<T>(Func<T, string?> judge, T row)
    {
        try
        {
            return judge(row);
        }
        catch (Exception exception)
        {
            return $"{exception.GetType().Name} thrown";
        }
    }

    /// <summary>A text with every character that does not print as its number.</summary>
    public static string Shown(string? text) => text is null
        ? "null"
        : string.Concat(text.Select(character => character is >= ' ' and <= '~' ? character.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")));
}
