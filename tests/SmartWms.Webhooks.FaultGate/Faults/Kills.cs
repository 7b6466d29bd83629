using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F1, F2: SIGKILL at random moments, another process on the seat, and at the end everything delivered.</summary>
internal static class Kills
{
    private const int OfADatabase = 10;

    public static async Task<IReadOnlyList<CaseReport>> SqliteAsync(GateRun run) =>
    [
        await Durability.SqliteAsync(),
        .. await run.DivideAsync(OfADatabase, (kills, random, _) => RunAsync(new FleetPlan { Seed = random.Next() }, kills, random)),
    ];

    public static async Task<IReadOnlyList<CaseReport>> PostgreSqlAsync(GateRun run)
    {
        var server = await GateRun.ServerAsync();
        return await run.DivideAsync(
            OfADatabase, (kills, random, _) => RunAsync(new FleetPlan { Server = server, Seats = 2, Publishers = 2, Seed = random.Next() }, kills, random), atOnce: 1);
    }

    private static async Task<CaseReport> RunAsync(FleetPlan plan, int kills, Random random)
    {
        await using var fleet = await ProcessFleet.StartAsync(plan);
        if (plan.Server is not null)
        {
            Durability.Watch(fleet.Database);
        }

        for (var kill = 0; fleet.Cases < kills && kill < kills * 2; kill++)
        {
            await fleet.KillAsync(kill % plan.Seats, TimeSpan.FromMilliseconds(random.Next(50, 1501)));
        }

        await fleet.DrainAsync();
        if (plan.Server is not null)
        {
            Durability.Judge(fleet);
        }

        return fleet.Judge();
    }
}
