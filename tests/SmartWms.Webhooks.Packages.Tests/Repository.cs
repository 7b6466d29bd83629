using System.Xml.Linq;

namespace SmartWms.Webhooks.Packages.Tests;

/// <summary>Files of the repository, found upward from the test binaries.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    /// <summary>That of this build: …/bin/Release/net10.0/.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>That of every package.</summary>
    public static string Version { get; } = XDocument.Load(File("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    public static XDocument Project(string package) => XDocument.Load(File("src", package, package + ".csproj"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "SmartWms.Webhooks.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds SmartWms.Webhooks.sln.");
    }
}
