using SmartWms.Webhooks.Packages.Tests;

[assembly: AssemblyFixture(typeof(Feed))]

namespace SmartWms.Webhooks.Packages.Tests;

/// <summary>A folder with every package, packed once from what was built, and a package folder of its own for those who use it.</summary>
public sealed class Feed : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wms-packages-");

    public string Folder => Path.Combine(_folder.FullName, "feed");

    /// <summary>The environment of a stranger: an empty package folder.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "packages") };

    /// <summary>The packages' names: the projects of <c>src</c>.</summary>
    public static IEnumerable<string> Names { get; } =
        [.. Directory.EnumerateFiles(Repository.File("src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync() => await Tool.RunAsync(
        Repository.File(), new Dictionary<string, string>(), "dotnet", "pack", "SmartWms.Webhooks.sln", "-c", Repository.Configuration, "--no-build", "-v", "quiet", "-o", Folder);

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens one package.</summary>
    internal Package Open(string name) => new(Path.Combine(Folder, $"{name}.{Repository.Version}.nupkg"));

    /// <summary>A new folder beside the feed, whose NuGet configuration adds it to the machine's own sources.</summary>
    internal string NewFolder(string name)
    {
        var folder = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(_folder.FullName, "nuget.config"), $"""<configuration><packageSources><add key="the packages" value="{Folder}" /></packageSources></configuration>""");
        return folder;
    }

    /// <summary>One of the apps under Consumers, in a folder of its own.</summary>
    internal string CopyOf(string consumer)
    {
        var folder = NewFolder(consumer);
        var source = Path.Combine(AppContext.BaseDirectory, "Consumers");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(source, consumer)).Append(Path.Combine(source, "Directory.Build.props")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }

    internal Task<string> DotnetAsync(string folder, params string[] arguments) =>
        Tool.RunAsync(folder, Environment, "dotnet", [.. arguments, "-v", "minimal", $"-p:WmsVersion={Repository.Version}"]);
}
