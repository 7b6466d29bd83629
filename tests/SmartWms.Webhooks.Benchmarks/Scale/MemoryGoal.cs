using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G11: what a great backlog costs in memory: of a host over a durable store, and of the store in memory.</summary>
internal static class MemoryGoal
{
    private const double Megabyte = 1024 * 1024;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(ScaleSize size) =>
        [await HostAsync(StoreKind.SqliteFull, size), await HostAsync(StoreKind.PostgreSql, size), await InMemoryAsync(size)];

    private static async Task<Figure> HostAsync(StoreKind kind, ScaleSize size)
    {
        await using var empty = await Database.CreateAsync(kind);
        await using var full = await Database.CreateAsync(kind);
        await using (var store = await FilledStore.OpenAsync(full, Payload.Lanes))
        {
            await store.AddAsync(size.Rows, TimeProvider.System.GetUtcNow().AddDays(1));
        }

        await GrowthAsync(empty);
        var (growth, without, with) = (new List<double>(), 0.0, 0.0);
        for (var round = 0; round < size.Rounds; round++)
        {
            without = await GrowthAsync(empty);
            with = await GrowthAsync(full);
            growth.Add(Math.Max(0, with - without));
        }

        var detail = string.Create(CultureInfo.InvariantCulture, $"{with:0.0} MB with {size.Rows:N0} pending, {without:0.0} MB with none");
        return new Figure("G11", $"{kind}: growth of the process, MB", 50, 30, false, growth, detail);
    }

    /// <returns>How many megabytes a host takes that is running.</returns>
    private static async Task<double> GrowthAsync(Database database)
    {
        var before = Resident();
        await using var host = new EngineHost(database, delivers: true, inFlight: 512);
        await host.StartAsync();
        await Task.Delay(Settling, TimeProvider.System);
        return (Resident() - before) / Megabyte;
    }

    private static async Task<Figure> InMemoryAsync(ScaleSize size)
    {
        var bytes = new List<double>();
        for (var round = 0; round < size.Rounds; round++)
        {
            bytes.Add(await BytesAsync(size));
        }

        return new Figure("G11", "Memory: bytes a pending delivery, fan-out 10", 250, 160, false, bytes, string.Create(CultureInfo.InvariantCulture, $"{size.Rows:N0} pending"));
    }

    private static async Task<double> BytesAsync(ScaleSize size)
    {
        await using var database = await Database.CreateAsync(StoreKind.Memory);
        await using var store = await FilledStore.OpenAsync(database, Payload.Lanes);
        await store.AddAsync(10_000, TimeProvider.System.GetUtcNow().AddDays(1));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await store.AddAsync(size.Rows, TimeProvider.System.GetUtcNow().AddDays(1));
        return (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / size.Rows;
    }

    private static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
