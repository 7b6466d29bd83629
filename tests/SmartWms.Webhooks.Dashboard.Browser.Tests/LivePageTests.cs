using Microsoft.Playwright;
using SmartWms.Webhooks.Dashboard.Tests;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Browser.Tests;

public sealed class LivePageTests
{
    [Fact]
    public async Task New_deliveries_wait_until_somebody_wants_them_and_rows_change_in_place()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.RefreshEvery = TimeSpan.FromSeconds(1));
        host.Receiver.Next("/erp", Answer.With(500));
        var webhook = await host.SubscribeAsync();
        var first = await host.DeliverAsync(reached: row => row.Attempts == 1);
        await using var window = await Window.OpenAsync(host);
        await window.GoAsync($"webhooks/{webhook.Id}");
        var second = await host.DeliverAsync();
        await host.Deliveries.ResendAsync(first.Id);

        await Assertions.Expect(window.Page.Locator($"#{first.Id} .badge")).ToContainTextAsync("Success", new() { Timeout = 20_000 });
        await Assertions.Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await window.ClickAsync("1 new – show");
        await Assertions.Expect(window.Page.Locator("tbody tr").First).ToHaveIdAsync(second.Id.ToString());
        await Assertions.Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(2);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task An_empty_list_fills_and_the_buttons_follow_the_state()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.RefreshEvery = TimeSpan.FromSeconds(1));
        var webhook = await host.SubscribeAsync();
        await using var window = await Window.OpenAsync(host);
        await window.GoAsync($"webhooks/{webhook.Id}");
        await window.SeesAsync("No deliveries yet");

        await host.DeliverAsync();
        await Assertions.Expect(window.Page.Locator("#deliveries[data-live=rows] tbody tr")).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await host.Webhooks.PauseAsync(webhook.Id);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(window.Page.Locator("#day")).ToContainTextAsync("100 %", new() { Timeout = 20_000 });

        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task An_open_question_is_not_swept_away()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.RefreshEvery = TimeSpan.FromSeconds(1));
        host.Receiver.Always("/erp", Answer.With(500));
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync(reached: row => row.Attempts == 1);
        await using var window = await Window.OpenAsync(host);
        await window.GoAsync($"deliveries/{delivery.Id}");
        await window.Page.Locator("summary", new() { HasTextString = "Cancel delivery" }).ClickAsync();

        // Something on the page has changed since, so it was looked at anew.
        await host.Deliveries.ResendAsync(delivery.Id);
        await window.SeesAsync("Attempt 2");

        await Assertions.Expect(window.Page.Locator("details.confirm[open]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Keys_lead_everywhere_and_a_field_keeps_its_letters()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync();
        await using var window = await Window.OpenAsync(host);
        await window.GoAsync();

        await GoByKeysAsync(window, () => window.Page.Keyboard.TypeAsync("gd"), "/deliveries");
        await GoByKeysAsync(window, () => OpenFirstRowAsync(window), $"/deliveries/{delivery.Id}");
        await FocusByKeyAsync(window, "r", window.Page.GetByRole(AriaRole.Button, new() { Name = "Resend", Exact = true }));
        await window.Page.Keyboard.PressAsync("/");
        await window.Page.Keyboard.TypeAsync("g/jr?");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("g/jr?");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    /// <summary>A browser drops the keys that come before a page's first picture, which a busy machine draws late: they are pressed again, as a person would.</summary>
    private static Task FocusByKeyAsync(Window window, string key, ILocator wanted) => Patience.UntilAsync(
        async () =>
        {
            await window.Page.Keyboard.PressAsync(key);
            return await wanted.EvaluateAsync<bool>("element => element === document.activeElement");
        },
        () => $"'{key}' led nowhere",
        TimeSpan.FromSeconds(60));

    private static async Task OpenFirstRowAsync(Window window)
    {
        await FocusByKeyAsync(window, "j", window.Page.Locator(".rows tbody tr a").First);
        await window.Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Two keys belong together for 3 seconds only; on a machine that is slower than that they are pressed again, as a person would.</summary>
    private static Task GoByKeysAsync(Window window, Func<Task> press, string path) => Patience.UntilAsync(
        async () =>
        {
            try
            {
                if (!window.Page.Url.EndsWith(path, StringComparison.Ordinal))
                {
                    await press();
                }

                await window.Page.WaitForURLAsync("**" + path, new() { Timeout = 5_000 });
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        },
        () => $"The keys for {path} led to {window.Page.Url}.",
        TimeSpan.FromSeconds(60));
}
