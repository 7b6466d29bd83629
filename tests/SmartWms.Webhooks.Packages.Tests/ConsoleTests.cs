using System.Runtime.InteropServices;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Packages.Tests;

/// <summary>A fresh console app with a package folder of its own, restored from the feed.</summary>
public sealed class ConsoleTests(Feed feed)
{
    [Fact]
    public async Task A_console_app_publishes_trimmed_without_a_warning_and_works()
    {
        var folder = feed.CopyOf("Console");
        var printed = await feed.DotnetAsync(folder, "publish", "-c", "Release", "-r", RuntimeIdentifier, "-o", "out");
        Assert.DoesNotContain("warning", printed, StringComparison.OrdinalIgnoreCase);

        var output = await Tool.RunAsync(folder, feed.Environment, Path.Combine(folder, "out", OperatingSystem.IsWindows() ? "ConsoleApp.exe" : "ConsoleApp"), $"{FreePort.Next()}");

        Assert.Contains("""Valid: {"id":"evt_""", output, StringComparison.Ordinal);
        Assert.Contains("""{"orderId":"ord_789","carrier":""", output, StringComparison.Ordinal);
        Assert.True(Directory.EnumerateFiles(Path.Combine(folder, "out")).Sum(file => new FileInfo(file).Length) < 60 * 1024 * 1024);
    }

    /// <summary>The portable one: an SDK of a distribution may name its own.</summary>
    private static string RuntimeIdentifier =>
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
}
