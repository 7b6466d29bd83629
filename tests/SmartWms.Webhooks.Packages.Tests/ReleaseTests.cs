namespace SmartWms.Webhooks.Packages.Tests;

/// <summary>A release from a repository that has an address, in a copy with one package: what this repository's own settings make of it.</summary>
public sealed class ReleaseTests(Feed feed)
{
    private const string Name = "SmartWms.Webhooks.Protocol";
    private const string Origin = "https://github.com/example/webhooks";

    [Fact]
    public async Task The_next_version_leads_to_its_source_and_may_take_nothing_away()
    {
        var folder = await CopyAsync();

        await PackAsync(folder);
        var package = new Package(Path.Combine(folder, "out", $"{Name}.0.9.0.nupkg"));
        Assert.Contains($"{Origin.Replace("github.com", "raw.githubusercontent.com", StringComparison.Ordinal)}/", package.SourceLinkOf($"lib/net10.0/{Name}.dll"), StringComparison.Ordinal);
        Assert.Equal($"{Origin}.git", (string?)package.Nuspec.Element(package.Nuspec.Name.Namespace + "repository")!.Attribute("url"));

        var headers = Path.Combine(folder, "src", Name, "WebhookHeaders.cs");
        var text = await File.ReadAllTextAsync(headers);
        Assert.Contains("public const string StandardAttempt", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(headers, text.Replace("public const string StandardAttempt", "internal const string StandardAttempt", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => PackAsync(folder));
        Assert.Contains("CP0002", refused.Message, StringComparison.Ordinal);
        Assert.Contains("StandardAttempt", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Against the version in the feed, which is the one before this.</summary>
    private Task<string> PackAsync(string folder) => Tool.RunAsync(
        folder, feed.Environment, "dotnet", "pack", Path.Combine("src", Name), "-o", "out", "-v", "quiet",
        $"-p:Baseline={Repository.Version}", "-p:VersionPrefix=0.9.0", $"-p:RestoreAdditionalProjectSources={feed.Folder}", "-p:RunAnalyzers=false", "-p:ContinuousIntegrationBuild=true");

    private async Task<string> CopyAsync()
    {
        var folder = feed.NewFolder("release");
        string[] shared = ["Directory.Build.props", "Directory.Packages.props", "src/icon.png", "src/BannedSymbols.txt"];
        var sources = Directory.EnumerateFiles(Repository.File("src", Name)).Select(file => Path.Combine("src", Name, Path.GetFileName(file)));
        foreach (var name in shared.Concat(sources))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.Copy(Repository.File(name), Path.Combine(folder, name));
        }

        await GitAsync(folder, "init", "--quiet");
        await GitAsync(folder, "remote", "add", "origin", $"{Origin}.git");
        await GitAsync(folder, "add", ".");
        await GitAsync(folder, "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "-m", "A release");
        return folder;
    }

    private static Task<string> GitAsync(string folder, params string[] arguments) => Tool.RunAsync(folder, new Dictionary<string, string>(), "git", arguments);
}
