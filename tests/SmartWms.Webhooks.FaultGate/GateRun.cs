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
    private static readonly Lazy<Task<PostgresServer>> Victim = new(() => PostgresServer.StartAsync(isDurable: true, "max_connections=40", "superuser_reserved_connections=1"));

    public int Cases => cases;

    public int Seed => seed;

    public bool IsLong => isLong;

    /// <summary>The server that faults share which leave it alone. Its commits wait for the disk.</summary>
    public static Task<PostgresServer> ServerAsync() => Durable.Value;

    /// <summary>The server that is killed and stopped, by one fault after another. It has few connections.</summary>
    public static Task<PostgresServer> VictimAsync() => Victim.Value;

    /// <summary>Ends the servers, if there are any.</summary>
    public static async Task EndServersAsync()
    {
        foreach (var server in (Lazy<Task<PostgresServer>>[])[Durable, Victim])
        {
            if (server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                await (await server.Value).DisposeAsync();
            }
        }
    }

    /// <summary>Divides the cases among databases, some at once, each with chances of its own; they are given their number of cases and their own number.</summary>
    public async Task<IReadOnlyList<CaseReport>> DivideAsync(int most, Func<int, Random, int, Task<CaseReport>> runAsync, int atOnce = AtOnce)
    {
        var parts = (cases + most - 1) / most;
        var reports = new CaseReport?[parts];
        var isBroken = false;
        await Parallel.ForAsync(0, parts, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (part, _) =>
        {
            if (Volatile.Read(ref isBroken))
            {
                return;     // what follows would only say it again
            }

            var report = await runAsync(Math.Min(most, cases - (part * most)), new Random(unchecked((seed * 397) ^ part)), part);
            reports[part] = report;
            Volatile.Write(ref isBroken, isBroken || report.Complaints.Count > 0);
        });
        return [.. reports.OfType<CaseReport>()];
    }
}
