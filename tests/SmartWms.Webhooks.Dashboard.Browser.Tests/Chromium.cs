using Microsoft.Playwright;

namespace SmartWms.Webhooks.Dashboard.Browser.Tests;

/// <summary>One browser for all tests of this process; each test has a window of its own.</summary>
internal static class Chromium
{
    public const string WhyMissing = "There is no Chromium at /usr/bin/chromium: install the package 'chromium'.";

    private const string Path = "/usr/bin/chromium";
    private static readonly Lazy<Task<IBrowser>> Shared = new(StartAsync);

    public static bool IsInstalled => File.Exists(Path);

    public static Task<IBrowser> SharedAsync() => Shared.Value;

    private static async Task<IBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            Timeout = 60_000,
        });
    }
}
