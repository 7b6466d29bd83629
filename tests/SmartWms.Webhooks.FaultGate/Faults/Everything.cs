using System.Diagnostics;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F14: kills, freezes, pauses, cut connections, restarts and orderly stops at random, on three processes.</summary>
internal static class Everything
{
    public static async Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run)
    {
        var time = TimeSpan.FromSeconds(run.Cases);
        return
        [
            await RunAsync(null, new Random(run.Seed), time / 2),
            await RunAsync(await GateRun.VictimAsync(), new Random(run.Seed + 1), time / 2),
        ];
    }

    private static async Task<CaseReport> RunAsync(PostgresServer? server, Random random, TimeSpan time)
    {
        await using var fleet = await ProcessFleet.StartAsync(new FleetPlan { Server = server, Seats = 3, Publishers = 2, Seed = random.Next(), Pace = TimeSpan.FromMilliseconds(50) });
        await fleet.AtWorkAsync(0);
        await fleet.AtWorkAsync(1);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            await RealTime.WaitAsync(random.Next(50, 800));
            await OneAsync(fleet, server, random);
        }

        await fleet.DrainAsync(TimeSpan.FromSeconds(120));
        return fleet.Judge();
    }

    private static async Task OneAsync(ProcessFleet fleet, PostgresServer? server, Random random)
    {
        switch (random.Next(server is null ? 4 : 6))
        {
            case 0:
                await fleet.KillAsync(random.Next(3));
                break;
            case 1:
                await Pauses.PauseAsync(fleet, random.Next(3), TimeSpan.FromMilliseconds(random.Next(100, 901)));
                break;
            case 2:
                var seat = random.Next(3);
                await fleet.StartedAsync(seat);
                fleet.Look();
                await fleet.EndAsync(seat);
                fleet.Cases++;
                fleet.Fill(seat);
                break;
            case 3:
                fleet.Freeze(2);
                await RealTime.WaitAsync(random.Next(3000, 6000));
                fleet.Look();
                fleet.Continue(2);
                fleet.Cases++;
                break;
            case 4:
                fleet.Cut();
                fleet.Cases++;
                break;
            default:
                await DatabaseKills.KillAsync(fleet, server!);
                break;
        }
    }
}
