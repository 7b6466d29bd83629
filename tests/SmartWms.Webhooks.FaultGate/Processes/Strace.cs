using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.FaultGate.Processes;

/// <summary>Counts a process's calls for durability from outside, where no promise of the engine's reaches.</summary>
internal static partial class Strace
{
    /// <summary>The command that stands before the one to be counted.</summary>
    public static string[] Counting(string output) => ["strace", "-f", "-c", "-o", output, "-e", "trace=fsync,fdatasync", "--"];

    /// <summary>Lets some waits for the disk fail with EIO. The tracer is a process apart, so that a signal reaches the command itself.</summary>
    public static string[] Failing(string output, int from, int count) =>
        ["strace", "-D", "-f", "-o", output, "-e", "trace=fdatasync,fsync", "-e", FormattableString.Invariant($"inject=fdatasync,fsync:error=EIO:when={from}..{from + count}"), "--"];

    /// <summary>Null when it works here; else why not.</summary>
    public static async Task<string?> RefusalAsync()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("strace", ["-f", "-c", "-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : $"strace is refused here: {errors.Trim()}";
        }
        catch (Win32Exception exception)
        {
            return $"there is no strace here: {exception.Message}";
        }
    }

    /// <summary>Calls in all, of strace's table.</summary>
    public static int Calls(string table) => Row().Matches(table).Sum(row => int.Parse(row.Groups["calls"].Value, CultureInfo.InvariantCulture));

    // % time, seconds, usecs/call, calls, maybe errors, name.
    [GeneratedRegex(@"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(?<calls>\d+)\s+(?:\d+\s+)?(?:fsync|fdatasync)\s*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
