using System.Text;
using SmartWms.Webhooks.FaultGate.Faults;

namespace SmartWms.Webhooks.FaultGate;

/// <summary>The one place that says which faults there are and how many cases of each a profile makes. The README's table is made from it.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("F1", "SQLite: kill -9 of the process at any moment", "kills", 20, 200, Kills.SqliteAsync),
        new("F2", "PostgreSQL: kill -9 of two processes in turn", "kills", 20, 200, Kills.PostgreSqlAsync),
        new("F3", "both: a kill at each of ten named moments", "kills", 20, 200, AimedKills.RunAsync),
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
