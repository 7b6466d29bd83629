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
        CaseReport.Judge(name, reports);
    }
}
