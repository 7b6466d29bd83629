using System.Diagnostics;
using SmartWms.Webhooks.FaultGate.Accounts;

namespace SmartWms.Webhooks.FaultGate;

/// <summary>Runs the faults, one line each.</summary>
internal sealed class Gate(CommandLine command, TextWriter output)
{
    /// <returns>0, or 1 when an invariant was broken.</returns>
    public async Task<int> RunAsync()
    {
        await output.WriteLineAsync(FormattableString.Invariant($"fault gate: {command.Profile}, --seed {command.Seed}"));
        var isSound = true;
        var clock = Stopwatch.StartNew();
        var all = new List<CaseReport>();
        for (var round = 0; round == 0 || (command.Minutes is { } minutes && clock.Elapsed < TimeSpan.FromMinutes(minutes)); round++)
        {
            foreach (var fault in Catalogue.All.Where(fault => command.Only.Count == 0 || command.Only.Contains(fault.Id)))
            {
                var report = await RunAsync(fault, unchecked(command.Seed + (round * 7919)));
                all.Add(report);
                isSound &= report.Complaints.Count == 0;
            }
        }

        await GateRun.EndServersAsync();
        await output.WriteLineAsync(FormattableString.Invariant($"{"all",-4} {CaseReport.Sum(all)} {clock.Elapsed.TotalSeconds,7:F1} s  {(isSound ? "sound" : "BROKEN")}"));
        return isSound ? 0 : 1;
    }

    private async Task<CaseReport> RunAsync(Fault fault, int seed)
    {
        var clock = Stopwatch.StartNew();
        var cases = command.Profile == Profile.Ci ? fault.Ci : command.Profile == Profile.Standard ? fault.Standard : Math.Min(fault.Standard, fault.Ci * 5);
        CaseReport report;
        try
        {
            report = CaseReport.Sum([.. await fault.RunAsync(new GateRun(cases, unchecked((seed * 31) + fault.Id.GetHashCodeOfLetters()), command.Profile != Profile.Ci))]);
        }
        catch (Exception exception)
        {
            // What breaks the gate itself is no pass.
            report = new CaseReport(0, 0, 0, 0, [$"broken: {exception}"]);
        }

        if (report.Cases == 0 && report.Complaints.Count == 0)
        {
            report = report with { Complaints = ["empty: no case hit live work"] };
        }

        await output.WriteLineAsync(FormattableString.Invariant(
            $"{fault.Id,-4} {report} {clock.Elapsed.TotalSeconds,7:F1} s  {(report.Complaints.Count == 0 ? "ok" : "BROKEN")}  {fault.What}"));
        foreach (var note in report.Notes)
        {
            await output.WriteLineAsync("       " + note);
        }

        foreach (var complaint in report.Complaints.Take(20))
        {
            await output.WriteLineAsync("     ! " + complaint);
        }

        await output.FlushAsync();
        return report;
    }
}
