using SmartWms.Webhooks.Benchmarks.Receiving;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>Measures the goals G1 to G4 as ratios to the bare loop, and fails when one stays below its floor twice.</summary>
internal static class ThroughputCommand
{
    public static async Task<int> RunAsync(string[] words)
    {
        ThroughputArguments arguments;
        try
        {
            arguments = ThroughputArguments.Parse(words);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            Console.Error.WriteLine($"{exception.Message} usage: throughput {ThroughputArguments.Usage}");
            return 2;
        }

        var rows = await MeasureAsync(arguments);
        Console.WriteLine(RatioTable.Of(rows));
        return !arguments.IsQuick && rows.Any(row => row.MissesFloor) ? 1 : 0;
    }

    /// <summary>What misses its floor is measured again: its second figures are the ones given.</summary>
    public static async Task<IReadOnlyList<Row>> MeasureAsync(ThroughputArguments arguments)
    {
        Goal[] goals = [.. Goal.All.Where(goal => arguments.Only is not { } only || goal.Store == only)];
        if (arguments.IsGuard)
        {
            // PostgreSQL's drain is not at its floor yet: it stands too near to half of it to guard anything.
            goals = [.. goals.Where(goal => goal.Floor is not null && goal.Store != StoreKind.PostgreSql).Select(goal => goal with { Floor = goal.Floor / 2 })];
        }

        await using var receiver = await ReceiverProcess.StartAsync();
        var interleaving = new Interleaving(receiver, arguments.Size);
        await interleaving.WarmUpAsync(goals);
        var rows = await MeasureAsync(interleaving, goals, arguments.Pairs);
        Goal[] missed = [.. rows.Where(row => row.MissesFloor).Select(row => row.Goal)];
        if (missed.Length == 0 || arguments.IsQuick)
        {
            return rows;
        }

        Console.Error.WriteLine($"Again, as the first time missed its floor: {string.Join("; ", missed.Select(goal => goal.Case))}");
        var again = await MeasureAsync(interleaving, missed, arguments.Pairs);
        return [.. rows.Select(row => again.FirstOrDefault(second => second.Goal == row.Goal) ?? row)];
    }

    private static async Task<IReadOnlyList<Row>> MeasureAsync(Interleaving interleaving, IReadOnlyList<Goal> goals, int rounds)
    {
        var pairs = await interleaving.RunAsync(goals, rounds);
        return [.. goals.Select(goal => new Row(goal, pairs.Where(pair => pair.Goal == goal)))];
    }
}
