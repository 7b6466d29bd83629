using System.Diagnostics;
using System.Text.Json;

namespace SmartWms.Webhooks.House.Tests;

/// <summary>Whether a project is built with the list of banned symbols (clocks, delays, ids).</summary>
internal static class BannedSymbols
{
    private const string List = "BannedSymbols.txt";
    private const string Analyzer = "Microsoft.CodeAnalysis.BannedApiAnalyzers";

    /// <summary>What MSBuild itself says after every import and condition: JSON with the project's items and properties.</summary>
    public static async Task<string> EvaluateAsync(string projectFile, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", projectFile, "-getItem:AdditionalFiles,PackageReference", "-getProperty:NoWarn", "-p:TargetFramework=net10.0", "-nodeReuse:false"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);     // Those of the build that runs this test.
        }

        using var msbuild = Process.Start(start)!;
        var json = await msbuild.StandardOutput.ReadToEndAsync(cancellationToken);
        await msbuild.WaitForExitAsync(cancellationToken);
        return msbuild.ExitCode == 0 ? json : throw new InvalidOperationException(json);
    }

    public static IReadOnlyList<string> Missing(string evaluated)
    {
        var root = JsonDocument.Parse(evaluated).RootElement;
        List<string> missing = [];
        if (!Items(root, "AdditionalFiles").Any(item => Path.GetFileName(item) == List))
        {
            missing.Add($"{List} is no AdditionalFiles item");
        }

        if (!Items(root, "PackageReference").Contains(Analyzer))
        {
            missing.Add($"{Analyzer} is not referenced");
        }

        if (root.GetProperty("Properties").GetProperty("NoWarn").GetString()!.Contains("RS0030", StringComparison.Ordinal))
        {
            missing.Add("RS0030 is switched off");
        }

        return missing;
    }

    private static IEnumerable<string> Items(JsonElement root, string name) =>
        root.GetProperty("Items").GetProperty(name).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!.Replace('\\', '/'));
}
