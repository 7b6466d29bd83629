using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F7: one of two processes, or both, stand still for a while, as in a long garbage collection.</summary>
internal static class Pauses
{
    private const int OfADatabase = 10;

    public static async Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run)
    {
        var server = await GateRun.ServerAsync();
        return await run.DivideAsync(OfADatabase, (pauses, random, part) => RunAsync(new FleetPlan { Server = part % 2 == 0 ? server : null, Seats = 2, Publishers = 2, Seed = random.Next() }, pauses, random));
    }

    private static async Task<CaseReport> RunAsync(FleetPlan plan, int pauses, Random random)
    {
        await using var fleet = await ProcessFleet.StartAsync(plan);
        await fleet.AtWorkAsync(0);
        await fleet.AtWorkAsync(1);
        for (var pause = 0; pause < pauses; pause++)
        {
            await PauseAsync(fleet, random.Next(3), TimeSpan.FromMilliseconds(random.Next(100, 901)));
            await RealTime.WaitAsync(random.Next(50, 300));
        }

        await fleet.DrainAsync();
        return fleet.Judge();
    }

    /// <param name="fleet">Whose.</param>
    /// <param name="which">0 or 1 for one of two, 2 for both.</param>
    /// <param name="time">How long.</param>
    public static async Task PauseAsync(ProcessFleet fleet, int which, TimeSpan time)
    {
        int[] seats = which == 2 ? [0, 1] : [which];
        foreach (var seat in seats)
        {
            fleet.ChildOf(seat).Signal("STOP");
        }

        fleet.Cases += fleet.Look().Rows.Count > 0 || fleet.Database.Unfinished() > 0 || fleet.Receiver.Count > 0 ? 1 : 0;
        await RealTime.WaitAsync(time);
        foreach (var seat in seats)
        {
            fleet.Continue(seat);
        }
    }
}
