namespace SmartWms.Webhooks.Packages.Tests;

/// <summary>A fresh worker with a package folder of its own, restored from the feed.</summary>
public sealed class WorkerTests(Feed feed)
{
    [Fact]
    public async Task A_worker_with_every_package_of_the_sending_side_runs()
    {
        var folder = feed.CopyOf("Worker");
        await feed.DotnetAsync(folder, "build");

        var output = await Tool.RunAsync(folder, feed.Environment, "dotnet", Path.Combine(folder, "bin", "Debug", "net10.0", "WorkerApp.dll"));

        Assert.Contains("Disabled after 5 requests; SmartWms.Webhooks.Conformance, SmartWms.Webhooks.PostgreSql", output, StringComparison.Ordinal);
    }
}
