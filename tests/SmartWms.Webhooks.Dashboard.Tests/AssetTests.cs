using System.Net;
using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed class AssetTests
{
    [Fact]
    public async Task A_page_loads_nothing_but_its_own_two_files_which_never_change()
    {
        await using var host = await DashboardHost.StartAsync();
        var page = await host.GetAsync();
        var files = Regex.Matches(page.Html, "(?:stylesheet\" href|src)=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(2, files.Count);
        foreach (var file in files)
        {
            var asset = await host.GetAsync(file, user: "");
            Assert.Equal(HttpStatusCode.OK, asset.Status);
            Assert.Contains("immutable", asset.Headers["Cache-Control"], StringComparison.Ordinal);
            Assert.Equal("nosniff", asset.Headers["X-Content-Type-Options"]);
            Assert.Matches(@"/assets/dashboard\.[0-9a-f]{16}\.(css|js)$", file);
            Assert.Equal("br", (await host.GetAsync(file, user: "", headers: ("Accept-Encoding", "gzip, br"))).Headers["Content-Encoding"]);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("assets/dashboard.0000000000000000.css", user: "")).Status);
    }

    [Fact]
    public async Task Nothing_runs_or_styles_inline_and_nothing_else_is_loaded()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var delivery = await host.DeliverAsync();
        foreach (var path in new[] { "", "webhooks", "webhooks/new", $"webhooks/{webhook.Id}", $"webhooks/{webhook.Id}/settings", "deliveries", $"deliveries/{delivery.Id}", "events", "nodes", "audit", "nowhere/dlv_0", "deliveries/dlv_99" })
        {
            var page = await host.GetAsync(path, DashboardHost.Manager);
            if (path != "nowhere/dlv_0")
            {
                Assert.StartsWith("default-src 'none'; script-src 'self'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
                Assert.Equal("no-store", page.Headers["Cache-Control"]);
            }

            Assert.DoesNotMatch(@"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)|javascript:", page.Html);
        }
    }

    [Fact]
    public void The_script_is_a_small_one() => Assert.InRange(Assets.AssetFiles.Script.Bytes.Length, 1, 10 * 1024);
}
