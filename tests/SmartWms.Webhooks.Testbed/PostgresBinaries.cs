using System.Globalization;

namespace SmartWms.Webhooks.Testbed;

/// <summary>Where PostgreSQL's server programs are. Debian keeps them off the PATH.</summary>
internal static class PostgresBinaries
{
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return onPath.Where(IsServer).Select(Resolve).Concat(Installed()).FirstOrDefault(IsServer);
    }

    /// <summary>Behind a link stand the rest of the programs and their libraries.</summary>
    private static string Resolve(string folder) =>
        Path.GetDirectoryName(File.ResolveLinkTarget(Path.Combine(folder, "initdb"), returnFinalTarget: true)?.FullName) ?? folder;

    /// <summary>Newest first.</summary>
    private static IEnumerable<string> Installed()
    {
        const string Root = "/usr/lib/postgresql";
        return !Directory.Exists(Root)
            ? []
            : Directory.GetDirectories(Root)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"));
    }

    private static bool IsServer(string folder) => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));
}
