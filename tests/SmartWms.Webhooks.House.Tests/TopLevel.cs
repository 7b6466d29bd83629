using System.Diagnostics;

namespace SmartWms.Webhooks.House.Tests;

/// <summary>What a visitor sees first.</summary>
internal static class TopLevel
{
    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        "SmartWms.Webhooks.sln", "src", "tests", "samples", "Directory.Build.props", "Directory.Packages.props", "README.md", "LICENSE", "global.json",
    };

    /// <summary>Names that do not belong at the top; dotfiles may.</summary>
    public static IReadOnlyList<string> Strangers(IEnumerable<string> names) =>
        [.. names.Where(name => !name.StartsWith('.') && !Allowed.Contains(name)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What git tracks at the top; where there is no git (an unpacked archive), what lies there.</summary>
    public static IEnumerable<string> Names() =>
        Path.Exists(Path.Combine(Repository.Root, ".git")) && Tracked() is { } tracked
            ? tracked
            : Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path));

    private static List<string>? Tracked()
    {
        var start = new ProcessStartInfo("git", ["-c", $"safe.directory={Repository.Root}", "-c", "core.quotepath=off", "ls-files"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            var names = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(name => name.Split('/')[0]).ToList();
            git.WaitForExit();
            return git.ExitCode == 0 ? names : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;    // git is not installed.
        }
    }
}
