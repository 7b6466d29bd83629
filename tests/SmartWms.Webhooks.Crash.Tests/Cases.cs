using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;

namespace SmartWms.Webhooks.Crash.Tests;

/// <summary>Runs a case many times, some at once.</summary>
internal static class Cases
{
    public static async Task JudgeAsync(string name, int cases, Func<CrashCase, Random, Task> kill)
    {
        var reports = new CaseReport[cases];
        await Parallel.ForAsync(0, cases, new ParallelOptions { MaxDegreeOfParallelism = TestSize.AtOnce }, async (number, _) =>
        {
            await using var crash = await CrashCase.StartAsync();
            await kill(crash, new Random(number));
            reports[number] = await crash.DrainAsync();
        });
        Judge(name, CaseReport.Sum(reports));
    }

    /// <summary>One line for a person, and red when anything is broken.</summary>
    private static void Judge(string name, CaseReport report)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {report}");
        Assert.True(report.Complaints.Count == 0, FormattableString.Invariant($"{report.Complaints.Count} complaints:{Environment.NewLine}{string.Join(Environment.NewLine, report.Complaints.Take(20))}"));
    }
}
