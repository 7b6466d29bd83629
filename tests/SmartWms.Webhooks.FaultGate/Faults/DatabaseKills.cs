using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F4: the whole PostgreSQL server is killed under two processes at work, and started again.</summary>
internal static class DatabaseKills
{
    private const int OfADatabase = 20;

    public static Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run) => run.DivideAsync(OfADatabase, (kills, random, _) => RunAsync(kills, random), atOnce: 1);

    private static async Task<CaseReport> RunAsync(int kills, Random random)
    {
        var server = await GateRun.VictimAsync();
        await using var fleet = await ProcessFleet.StartAsync(new FleetPlan { Server = server, Seats = 2, Publishers = 2, Lease = TimeSpan.FromSeconds(6), Seed = random.Next() });
        await fleet.AtWorkAsync(0);
        await fleet.AtWorkAsync(1);
        Durability.Watch(fleet.Database);
        for (var kill = 0; kill < kills; kill++)
        {
            await RealTime.WaitAsync(random.Next(300, 1200));
            await KillAsync(fleet, server);
        }

        await fleet.DrainAsync();
        Durability.Judge(fleet);
        return fleet.Judge();
    }

    /// <summary>Kills the server, and looks before and after: what was leased is what may be repeated.</summary>
    public static async Task KillAsync(ProcessFleet fleet, PostgresServer server)
    {
        fleet.Look();
        var live = fleet.Receiver.InFlight > 0 || fleet.Database.Unfinished() > 0;
        await server.KillAsync();
        var acknowledged = fleet.Ledgers.Acknowledged;
        await server.StartAgainAsync();
        fleet.Look();
        fleet.Cases += live ? 1 : 0;
        foreach (var id in acknowledged.Except(fleet.Database.Query($"select id from {fleet.Database.Table("event")}", row => row.GetString(0))))
        {
            fleet.Complain($"lost: {id} was acknowledged, and the database that was killed does not have it");
        }
    }
}
