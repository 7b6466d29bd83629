namespace SmartWms.Webhooks.Packages.Tests;

/// <summary>A fresh web app with a package folder of its own, restored from the feed.</summary>
public sealed class WebTests(Feed feed)
{
    [Fact]
    public async Task A_web_app_with_the_dashboard_has_strangers_sign_in_and_shows_an_admin_its_page()
    {
        var folder = feed.CopyOf("Web");
        await feed.DotnetAsync(folder, "build");

        var output = await Tool.RunAsync(folder, feed.Environment, "dotnet", Path.Combine(folder, "bin", "Debug", "net10.0", "WebApp.dll"));

        Assert.Contains("A stranger: 302 /login?ReturnUrl=%2Fwebhooks; an admin: 200 text/html, 200 text/css", output, StringComparison.Ordinal);
    }
}
