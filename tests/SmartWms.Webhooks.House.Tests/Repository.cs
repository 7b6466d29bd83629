namespace SmartWms.Webhooks.House.Tests;

/// <summary>Where the house stands: found upward from the test binaries by the solution file.</summary>
internal static class Repository
{
    private const string Solution = "SmartWms.Webhooks.sln";
    private static readonly string[] BuildOutput = ["bin", "obj"];

    public static string Root { get; } = FindRoot();

    /// <summary>The names of the packages: the folders of <c>src</c> that hold a project.</summary>
    public static IReadOnlyList<string> Packages { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static string ProjectFile(string package) => Path.Combine(Root, "src", package, package + ".csproj");

    /// <summary>The C# files under a folder, build output left out; names relative to that folder with forward slashes, sorted.</summary>
    public static IEnumerable<SourceFile> CSharpFiles(params string[] folder) => Files("*.cs", folder);

    /// <summary>The files under a folder whose name matches, as <see cref="CSharpFiles"/>.</summary>
    public static IEnumerable<SourceFile> Files(string pattern, params string[] folder)
    {
        var root = Path.Combine([Root, .. folder]);
        return
            from file in Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
            let name = Path.GetRelativePath(root, file).Replace('\\', '/')
            where !name.Split('/').Any(BuildOutput.Contains)
            orderby name
            select new SourceFile(name, File.ReadAllText(file));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds {Solution}.");
    }
}
