using SmartWms.Webhooks.Crash.Host.Nodes;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F12: SIGTERM under load. What is under way ends, nothing is repeated, and the next process waits for no lease.</summary>
internal static class Stops
{
    private const int OfADatabase = 5;

    public static async Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run)
    {
        var server = await GateRun.ServerAsync();
        return await run.DivideAsync(OfADatabase, (stops, random, part) => RunAsync(new FleetPlan
        {
            Server = part % 2 == 0 ? null : server,
            Lease = TimeSpan.FromSeconds(60),
            Deadline = TimeSpan.FromSeconds(4),
            FailedOfHundred = 0,
            Seed = random.Next(),
        }, stops, random));
    }

    private static async Task<CaseReport> RunAsync(FleetPlan plan, int stops, Random random)
    {
        await using var fleet = await ProcessFleet.StartAsync(plan);
        for (var stop = 0; stop < stops; stop++)
        {
            await fleet.AtWorkAsync(0);
            await RealTime.WaitAsync(random.Next(0, 300));
            fleet.Cases += fleet.Receiver.InFlight > 0 || fleet.Database.Unfinished() > 0 ? 1 : 0;
            var (code, took) = await fleet.EndAsync(0);
            if (code != 0 || took > Fleet.Grace + TimeSpan.FromSeconds(5))
            {
                fleet.Complain(FormattableString.Invariant($"stop: exit code {code} after {took.TotalSeconds:F1} s"));
            }

            var held = StoreView.ReadLeases(fleet.Database).Rows.Count;
            if (held > 0)
            {
                fleet.Complain(FormattableString.Invariant($"stop: {held} deliveries are still leased to a process that has ended in order"));
            }

            fleet.Fill(0);
        }

        await fleet.DrainAsync();
        return fleet.Judge(bound: 0);
    }
}
