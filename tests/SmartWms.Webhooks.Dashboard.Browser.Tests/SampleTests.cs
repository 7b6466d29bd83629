using Microsoft.Playwright;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Browser.Tests;

/// <summary>The tour of samples/Warehouse: fail, disabled, mended, enabled, drained, within two minutes.</summary>
public sealed class SampleTests
{
    private const string PicturesVariable = "WMS_PICTURES";

    private static string? PictureFolder => Environment.GetEnvironmentVariable(PicturesVariable);

    /// <summary>Besides, with <c>WMS_PICTURES=folder</c>, it takes the pictures of the README on its way.</summary>
    [Fact]
    public async Task A_newcomer_sees_a_webhook_fail_be_disabled_be_mended_and_drained_within_two_minutes()
    {
        Assert.SkipUnless(Chromium.IsInstalled, Chromium.WhyMissing);
        await using var sample = await RunningSample.StartAsync(FreePort.Next());
        await using var context = await (await Chromium.SharedAsync()).NewContextAsync(new BrowserNewContextOptions { Locale = "en-GB", ViewportSize = new ViewportSize { Width = 1280, Height = 860 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{sample.Address}/webhooks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in as manager" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Nothing is broken");
        await TourAsync(page, sample.Address, "Ship the next order", "Count stock", "Ship the next order");
        await PictureAsync(page, sample.Address, "webhooks/whk_1", "webhook");

        await TourAsync(page, sample.Address, "Break it", "Ship the next order");
        await page.GotoAsync($"{sample.Address}/webhooks");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("1 webhook needs you");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("All 4 attempts of one delivery failed");
        await TourAsync(page, sample.Address, "Count stock");
        await PictureAsync(page, sample.Address, "", "overview");
        await PictureAsync(page, sample.Address, "webhooks/whk_1", "disabled");
        await page.GotoAsync($"{sample.Address}/webhooks/deliveries?state=failed");
        await page.Locator(".when a").First.ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Attempt 4");
        await PictureAsync(page, sample.Address, new Uri(page.Url).AbsolutePath["/webhooks/".Length..], "delivery");

        await TourAsync(page, sample.Address, "Mend it");
        await page.GotoAsync($"{sample.Address}/webhooks/webhooks/whk_1");
        await Window.LeadsOnAsync(page, () => page.GetByRole(AriaRole.Button, new() { Name = "Enable" }).ClickAsync());
        await page.Locator("summary", new() { HasTextString = "Recover failed" }).ClickAsync();
        await Window.LeadsOnAsync(page, () => page.GetByRole(AriaRole.Button, new() { Name = "Yes: Recover failed" }).ClickAsync());
        await Assertions.Expect(page.Locator("tbody .badge.good")).ToHaveCountAsync(5);
        await page.GotoAsync($"{sample.Address}/webhooks");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Nothing is broken");
        foreach (var (path, name) in new[] { ("webhooks", "webhooks"), ("webhooks/new", "new"), ("webhooks/whk_1/settings", "settings"), ("deliveries", "deliveries"), ("events", "events"), ("nodes", "nodes"), ("audit", "audit"), ("deliveries/dlv_999", "missing"), ("deliveries?subject=nobody", "nothing") })
        {
            await PictureAsync(page, sample.Address, path, name);
        }
    }

    private static async Task TourAsync(IPage page, string address, params string[] buttons)
    {
        await page.GotoAsync(address);
        foreach (var button in buttons)
        {
            await page.RunAndWaitForResponseAsync(
                () => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync(), answer => answer.Ok && answer.Request.Method == "GET" && new Uri(answer.Url).AbsolutePath == "/");
        }
    }

    /// <summary>Light, dark, Thai, and as narrow as a hand-held.</summary>
    private static async Task PictureAsync(IPage page, string address, string path, string name)
    {
        if (PictureFolder is not { } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        foreach (var (kind, scheme, language, width) in new[] { ("light", ColorScheme.Light, "en", 1280), ("dark", ColorScheme.Dark, "en", 1280), ("thai", ColorScheme.Light, "th", 1280), ("narrow", ColorScheme.Light, "en", 390), ("narrow-thai", ColorScheme.Dark, "th", 390) })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 860);
            await page.GotoAsync($"{address}/webhooks/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{kind}.png"), FullPage = true });
        }

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1280, 860);
        await page.GotoAsync($"{address}/webhooks?lang=en");
    }
}
