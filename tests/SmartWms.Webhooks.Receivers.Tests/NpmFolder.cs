using System.ComponentModel;
using System.Diagnostics;

namespace SmartWms.Webhooks.Receivers.Tests;

/// <summary>The packages <c>standardwebhooks</c> and <c>svix</c>, fetched beside the test binaries once.</summary>
public sealed class NpmFolder
{
    private const string Packages = """{"private":true,"dependencies":{"standardwebhooks":"1.1.1","svix":"1.99.1"}}""";
    private readonly Lazy<Task<string?>> _installed = new(InstallAsync);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "npm");

    /// <summary>Where they are. Without npm or its registry the test is skipped, under CI it fails.</summary>
    public async Task<string> RequireAsync()
    {
        if (await _installed.Value is { } complaint)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", complaint);
            Assert.Skip(complaint);
        }

        return Folder;
    }

    /// <summary>Null when they are there.</summary>
    private static async Task<string?> InstallAsync()
    {
        var manifest = Path.Combine(Folder, "package.json");
        if (File.Exists(manifest) && await File.ReadAllTextAsync(manifest) == Packages && Directory.Exists(Path.Combine(Folder, "node_modules", "svix")))
        {
            return null;
        }

        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(manifest, Packages);
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"])
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _ = npm.StandardOutput.ReadToEndAsync();
            var errors = await npm.StandardError.ReadToEndAsync();
            await npm.WaitForExitAsync();
            return npm.ExitCode == 0 ? null : $"npm could not fetch standardwebhooks and svix: {errors}";
        }
        catch (Win32Exception)
        {
            return "npm is not on the PATH; tests/run installs it.";
        }
    }
}
