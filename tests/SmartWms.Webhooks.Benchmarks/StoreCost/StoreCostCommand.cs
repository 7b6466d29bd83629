using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.StoreCost;

/// <summary>What the SQLite store alone costs for each delivery: no HTTP, no engine. Holds nothing against a floor.</summary>
internal static class StoreCostCommand
{
    public const string Usage = "[--deliveries N] [--mode live|drain] [--store sqlite-full|sqlite-normal|memory]";

    public static async Task<int> RunAsync(string[] words)
    {
        var (deliveries, mode, kind) = (50_000, (string?)null, StoreKind.SqliteFull);
        for (var index = 0; index < words.Length; index += 2)
        {
            switch (words[index..])
            {
                case ["--deliveries", var count, ..]:
                    deliveries = int.Parse(count, CultureInfo.InvariantCulture);
                    break;
                case ["--mode", "live" or "drain", ..]:
                    mode = words[index + 1];
                    break;
                case ["--store", var store, ..]:
                    kind = Enum.Parse<StoreKind>(store.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                    break;
                default:
                    Console.Error.WriteLine($"'{words[index]}' is not understood. usage: store-cost {Usage}");
                    return 2;
            }
        }

        if (mode != "drain")
        {
            await MeasureAsync("live", kind, deliveries, static (work, count) => work.LiveAsync(count));
        }

        if (mode != "live")
        {
            await MeasureAsync("drain", kind, deliveries, static (work, count) => work.DrainAsync(count));
        }

        return 0;
    }

    private static async Task MeasureAsync(string mode, StoreKind kind, int deliveries, Func<StoreWork, int, Task<Cost>> run)
    {
        await using (var warmUp = await StoreWork.OpenAsync(kind))
        {
            await run(warmUp, Math.Min(deliveries, 20_000));
        }

        await using var work = await StoreWork.OpenAsync(kind);
        var cost = await run(work, deliveries);
        Console.WriteLine($"{mode,-5} {kind}: {cost}");
    }
}
