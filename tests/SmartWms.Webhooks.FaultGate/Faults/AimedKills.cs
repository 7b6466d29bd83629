using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F3: a process is killed at a named moment of its work, at one of the first times it comes by.</summary>
internal static class AimedKills
{
    private static readonly (string Name, int Passes)[] Points =
    [
        (KillPoints.EventInserted, 60),
        (KillPoints.BeforeAddCommit, 40),
        (KillPoints.AfterAddCommit, 40),
        (KillPoints.AfterClaimCommit, 10),
        (KillPoints.RequestSent, 200),
        (KillPoints.AnswerRead, 200),
        (KillPoints.BeforeRecordCommit, 40),
        (KillPoints.AfterRecordCommit, 40),
        (KillPoints.Disabled, 8),
        (KillPoints.Rotated, 40),
    ];

    public static async Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run)
    {
        var server = await GateRun.ServerAsync();
        return await run.DivideAsync(1, async (_, random, at) =>
        {
            var (name, passes) = Points[at / 2 % Points.Length];
            await using var crash = await CrashCase.StartAsync(at % 2 == 0 ? null : server);
            await crash.KillAtAsync(name, random.Next(1, passes + 1));
            return await crash.DrainAsync();
        });
    }
}
