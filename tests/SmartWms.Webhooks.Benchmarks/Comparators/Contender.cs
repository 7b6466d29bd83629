using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>A way to send webhooks that a database remembers.</summary>
/// <param name="Name">As the table says it.</param>
/// <param name="Store">What remembers them.</param>
/// <param name="IsOurs">Whether it is this engine, with which the others on the same store are compared.</param>
/// <param name="RunAsync">One run.</param>
internal sealed record Contender(string Name, StoreKind Store, bool IsOurs, Func<ReceiverProcess, Task<Compared>> RunAsync)
{
    private static readonly RunSize Drain = new(TimeSpan.FromSeconds(2.5), 50_000, 3, 512);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    /// <summary>In the order in which they take turns; graphile-worker last, as it needs Node and npm.</summary>
    public static IReadOnlyList<Contender> All { get; } =
    [
        Engine(StoreKind.SqliteFull),
        ByHand("by hand: timer of 1 s, one after the other, a client for each", ByHandForm.Timer),
        ByHand("by hand: without the timer", ByHandForm.OwnClient),
        ByHand("by hand: one shared client", ByHandForm.SharedClient),
        ByHand("by hand: 16 at once", ByHandForm.Parallel),
        Engine(StoreKind.PostgreSql),
        new("Quartz, one job a delivery, 32 at once", StoreKind.PostgreSql, false, async receiver => new Compared(await QuartzRun.RunAsync(receiver))),
        new("graphile-worker (Node), one job a delivery, 32 at once, batched", StoreKind.PostgreSql, false, GraphileRun.RunAsync),
    ];

    private static Contender Engine(StoreKind store) => new("this engine, drain", store, true, async receiver => new Compared((await new DrainRun(store).RunAsync(receiver, Drain)).Rate));

    private static Contender ByHand(string name, ByHandForm form) => new(name, StoreKind.SqliteFull, false, async receiver => new Compared(await new ByHandRun(form).RunAsync(receiver, Window)));
}
