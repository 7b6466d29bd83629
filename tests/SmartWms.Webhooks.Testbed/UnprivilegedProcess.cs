using System.Diagnostics;

namespace SmartWms.Webhooks.Testbed;

/// <summary>Servers that refuse to be run by root.</summary>
internal static class UnprivilegedProcess
{
    /// <summary>Starts a command as an unprivileged user, where this process is root's; its input is a pipe from here.</summary>
    /// <param name="folder">Is given to that user.</param>
    /// <param name="command">The program and its arguments.</param>
    public static async Task<Process> StartAsync(string folder, params string[] command)
    {
        if (Environment.UserName == "root")
        {
            var user = File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
            using var owner = Process.Start("chown", ["-R", user, folder]);
            await owner.WaitForExitAsync();
            command = ["setpriv", $"--reuid={user}", "--clear-groups", .. command];
        }

        return Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, WorkingDirectory = "/" })!;
    }
}
