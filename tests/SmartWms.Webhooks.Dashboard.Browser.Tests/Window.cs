using System.Collections.Concurrent;
using Microsoft.Playwright;
using SmartWms.Webhooks.AspNetCore.Tests;
using SmartWms.Webhooks.Dashboard.Tests;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Browser.Tests;

/// <summary>A window of the browser on a host's dashboard, signed in as somebody. It notes whatever the browser blocks or complains about.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly string _address;

    private Window(IBrowserContext context, IPage page, string address)
    {
        _context = context;
        _address = address;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal))
            {
                _complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>What the browser blocked or what failed in it: policy violations, errors of scripts.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Window> OpenAsync(DashboardHost host, string language = "en", bool isDark = false, string user = DashboardHost.Manager, bool runsScripts = true)
    {
        Assert.SkipUnless(Chromium.IsInstalled, Chromium.WhyMissing);
        var browser = await Chromium.SharedAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ExtraHTTPHeaders = new Dictionary<string, string> { [HeaderSignIn.Header] = user },
            Locale = language == "th" ? "th-TH" : "en-GB",
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = runsScripts,
            ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
        });
        context.SetDefaultTimeout((float)Chromium.Patience.TotalMilliseconds);
        return new Window(context, await context.NewPageAsync(), host.Client.BaseAddress!.ToString().TrimEnd('/') + DashboardHost.Mount);
    }

    public async Task GoAsync(string path = "") => await Page.GotoAsync(path.Length == 0 ? _address : $"{_address}/{path}");

    public Task ClickAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Presses a button of a form, and waits for the page that it leads to.</summary>
    public Task SendAsync(string button) => LeadsOnAsync(Page, () => ClickAsync(button));

    /// <summary>Does what leads to another page, also later than the click returns, and waits for that page.</summary>
    public static async Task LeadsOnAsync(IPage page, Func<Task> act)
    {
        var loaded = new TaskCompletionSource();
        void Loaded(object? sender, IPage which) => loaded.TrySetResult();
        page.DOMContentLoaded += Loaded;
        try
        {
            await act();
            await Patience.WithinAsync(loaded.Task, () => $"it still shows {page.Url}", Chromium.Patience);
        }
        finally
        {
            page.DOMContentLoaded -= Loaded;
        }
    }

    public Task FollowAsync(string link) => Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();

    public async Task SeesAsync(string text) => await Assertions.Expect(Page.Locator("main")).ToContainTextAsync(text);

    /// <param name="text">The beginning of what the field holds.</param>
    /// <param name="inField">Which field.</param>
    public async Task SeesAsync(string text, string inField) => await Assertions.Expect(Page.Locator(inField)).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^" + text));

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
