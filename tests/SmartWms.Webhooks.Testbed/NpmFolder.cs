using System.ComponentModel;
using System.Diagnostics;

namespace SmartWms.Webhooks.Testbed;

/// <summary>Packages of npm, fetched beside the test binaries once.</summary>
/// <param name="packages">Each as <c>name@version</c>.</param>
public sealed class NpmFolder(params string[] packages)
{
    private readonly Lazy<Task<string?>> _installed = new(() => InstallAsync(packages));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "npm");

    /// <summary>Starts Node there.</summary>
    /// <param name="script">CommonJS; <c>process.argv</c> has the arguments from index 1.</param>
    /// <param name="skip">What a test does where npm or its registry is missing. Under CI it fails instead.</param>
    /// <param name="arguments">For the script.</param>
    public async Task<Process> RunAsync(string script, Action<string> skip, params string[] arguments)
    {
        if (await _installed.Value is { } complaint)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                throw new InvalidOperationException(complaint);
            }

            skip(complaint);
        }

        return Process.Start(new ProcessStartInfo("node", ["-e", script, "--", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Folder })!;
    }

    /// <summary>Null when they are there.</summary>
    private static async Task<string?> InstallAsync(string[] packages)
    {
        var wanted = packages.Select(package => package.LastIndexOf('@') is var at ? (Name: package[..at], Version: package[(at + 1)..]) : default).ToList();
        var dependencies = string.Join(',', wanted.Select(package => $"\"{package.Name}\":\"{package.Version}\""));
        var text = "{\"private\":true,\"dependencies\":{" + dependencies + "}}";
        var manifest = Path.Combine(Folder, "package.json");
        if (File.Exists(manifest) && await File.ReadAllTextAsync(manifest) == text && wanted.All(package => Directory.Exists(Path.Combine(Folder, "node_modules", package.Name))))
        {
            return null;
        }

        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(manifest, text);
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
            return npm.ExitCode == 0 ? null : $"npm could not fetch {string.Join(", ", packages)}: {errors}";
        }
        catch (Win32Exception)
        {
            return "npm is not on the PATH; tests/run installs it.";
        }
    }
}
