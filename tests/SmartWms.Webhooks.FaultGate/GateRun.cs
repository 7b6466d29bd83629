using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate;

/// <summary>One run of one fault.</summary>
/// <param name="cases">How many.</param>
/// <param name="seed">Of everything that is random in it.</param>
/// <param name="isLong">Whether times are the standard ones, or those that fit into minutes.</param>
internal sealed class GateRun(int cases, int seed, bool isLong)
{
    /// <summary>Databases under fire at once.</summary>
    public const int AtOnce = 2;

    private static readonly Lazy<Task<PostgresServer>> Durable = new(() => PostgresServer.StartAsync(isDurable: true));

    public int Cases => cases;

    public int Seed => seed;

    public bool IsLong => isLong;

    /// <summary>The server that faults share which leave it alone. Its commits wait for the disk.</summary>
    public static Task<PostgresServer> ServerAsync() => Durable.Value;

    /// <summary>Ends the shared server, if there is one.</summary>
    public static async Task EndServerAsync()
    {
        if (Durable is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await Durable.Value).DisposeAsync();
        }
    }

    /// <summary>Divides the cases among databases, some at once, each with chances of its own; they are given their number of cases and their own number.</summary>
    public async Task<IReadOnlyList<CaseReport>> DivideAsync(int most, Func<int, Random, int, Task<CaseReport>> runAsync, int atOnce = AtOnce)
    {
        var parts = (cases + most - 1) / most;
        var reports = new CaseReport[parts];
        await Parallel.ForAsync(0, parts, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (part, _) =>
        {
            reports[part] = await runAsync(Math.Min(most, cases - (part * most)), new Random(unchecked((seed * 397) ^ part)), part);
        });
        return reports;
    }
}
