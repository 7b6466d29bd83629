using Microsoft.Playwright;

namespace SmartWms.Webhooks.Dashboard.Browser.Tests;

/// <summary>One browser for all tests of this process; each test has a window of its own.</summary>
internal static class Chromium
{
    public const string WhyMissing = "There is no Chromium at /usr/bin/chromium: install the package 'chromium'.";

    /// <summary>What a page may take on a busy machine before a test calls it broken.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Path = "/usr/bin/chromium";
    private static readonly Lazy<Task<IBrowser>> Shared = new(StartAsync);

    public static bool IsInstalled => File.Exists(Path);

    public static Task<IBrowser> SharedAsync() => Shared.Value;

    private static async Task<IBrowser> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            Timeout = (float)Patience.TotalMilliseconds,
        });
    }
}
