using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G11: what a great backlog costs in memory: of a host over a durable store, and of the store in memory.</summary>
internal sealed class MemoryGoal(int rows) : IScaleGoal
{
    private const double Megabyte = 1024 * 1024;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private readonly List<(double Without, double With)> _sqlite = [];
    private readonly List<(double Without, double With)> _postgres = [];
    private readonly List<double> _memory = [];

    public IReadOnlyList<Figure> Figures =>
    [
        Growth(StoreKind.SqliteFull, _sqlite),
        Growth(StoreKind.PostgreSql, _postgres),
        new Figure("G11", "Memory: bytes a pending delivery, fan-out 10", 250, 160, false, _memory, string.Create(CultureInfo.InvariantCulture, $"{rows:N0} pending")),
    ];

    public async Task RoundAsync()
    {
        _sqlite.Add(await HostsAsync(StoreKind.SqliteFull));
        _postgres.Add(await HostsAsync(StoreKind.PostgreSql));
        _memory.Add(await BytesAsync());
    }

    private Figure Growth(StoreKind kind, List<(double Without, double With)> rounds)
    {
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"{Figure.Of(rounds.Select(each => each.With), 0.5):0.0} MB with {rows:N0} pending, {Figure.Of(rounds.Select(each => each.Without), 0.5):0.0} MB with none");
        return new Figure("G11", $"{kind}: growth of the process, MB", 50, 30, false, [.. rounds.Select(each => Math.Max(0, each.With - each.Without))], detail);
    }

    private async Task<(double Without, double With)> HostsAsync(StoreKind kind)
    {
        await using var empty = await Database.CreateAsync(kind);
        await using var full = await Database.CreateAsync(kind);
        await using (var store = await FilledStore.OpenAsync(full, Payload.Lanes))
        {
            await store.AddAsync(rows, TimeProvider.System.GetUtcNow().AddDays(1));
        }

        // Once before it counts: what filling took is given back meanwhile.
        await ResidentAsync(empty);
        return (await ResidentAsync(empty), await ResidentAsync(full));
    }

    /// <returns>How many megabytes a host takes that is running.</returns>
    private static async Task<double> ResidentAsync(Database database)
    {
        var before = Resident();
        await using var host = new EngineHost(database, delivers: true, inFlight: 512);
        await host.StartAsync();
        await Task.Delay(Settling, TimeProvider.System);
        return (Resident() - before) / Megabyte;
    }

    private async Task<double> BytesAsync()
    {
        await using var database = await Database.CreateAsync(StoreKind.Memory);
        await using var store = await FilledStore.OpenAsync(database, Payload.Lanes);
        await store.AddAsync(10_000, TimeProvider.System.GetUtcNow().AddDays(1));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await store.AddAsync(rows, TimeProvider.System.GetUtcNow().AddDays(1));
        return (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / rows;
    }

    private static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
