using System.Text;
using SmartWms.Webhooks.FaultGate.Faults;

namespace SmartWms.Webhooks.FaultGate;

/// <summary>The one place that says which faults there are and how many cases of each a profile makes. The README's table is made from it.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("F1", "SQLite: kill -9 of the process at any moment", "kills", 12, 200, Kills.SqliteAsync),
        new("F2", "PostgreSQL: kill -9 of two processes in turn", "kills", 12, 200, Kills.PostgreSqlAsync),
        new("F3", "both: a kill at each of ten named moments", "kills", 20, 200, AimedKills.RunAsync),
        new("F4", "PostgreSQL: kill -9 of the whole server", "kills", 3, 100, DatabaseKills.RunAsync),
        new("F5", "PostgreSQL: restarts, cut connections, none left, down", "times away", 5, 50, DatabaseAway.RunAsync),
        new("F6", "both: a frozen process wakes after its work was taken over", "freezes", 2, 50, Zombies.RunAsync),
        new("F7", "both: one of two processes or both stand still for 100 to 900 ms", "pauses", 10, 200, Pauses.RunAsync),
        new("F8", "both: a store that fails before or after it has done it, or is slow", "seeds", 4, 200, Lies.RunAsync),
        new("F9", "SQLite locked, full, failing; PostgreSQL: a late commit behind dead rows", "troubles", 4, 40, StoreTrouble.RunAsync),
        new("F10", "both: the clock jumps by an hour, a day, ten years, and is set right", "jumps", 6, 24, Clocks.RunAsync),
        new("F11", "PostgreSQL: hostile receivers beside sound ones; an address no longer allowed", "deliveries", 180, 1_800, Hostiles.RunAsync),
        new("F12", "both: SIGTERM under load", "stops", 6, 50, Stops.RunAsync),
        new("F13", "both: people pause, resume, rotate, create and delete on two nodes", "operations", 300, 10_000, Management.RunAsync),
        new("F14", "both: everything at random on three processes", "seconds", 8, 300, Everything.RunAsync),
    ];

    /// <summary>Markdown.</summary>
    public static string Table()
    {
        var text = new StringBuilder("| fault | what | cases in `ci` | in `standard` |\n|---|---|---|---|\n");
        foreach (var fault in All)
        {
            text.Append(FormattableString.Invariant($"| {fault.Id} | {fault.What} | {fault.Ci:N0} {fault.Unit} | {fault.Standard:N0} {fault.Unit} |\n"));
        }

        return text.ToString();
    }
}
