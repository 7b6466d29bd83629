using Microsoft.Playwright;
using SmartWms.Webhooks.Dashboard.Tests;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Browser.Tests;

public sealed class LivePageTests
{
    private static readonly DateTime Noon = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);

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

        await Assertions.Expect(window.Page.Locator($"#{first.Id} .badge")).ToContainTextAsync("Success");
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
        await Assertions.Expect(window.Page.Locator("#deliveries[data-live=rows] tbody tr")).ToHaveCountAsync(1);
        await host.Webhooks.PauseAsync(webhook.Id);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator("#day")).ToContainTextAsync("100 %");

        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_server_in_trouble_is_asked_less_and_less_often_until_it_answers()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.RefreshEvery = TimeSpan.FromSeconds(1));
        await using var window = await Window.OpenAsync(host);

        // A clock that is only installed goes on by itself: on a slow machine the page would ask more often than the test lets it.
        await window.Page.Clock.InstallAsync(new() { TimeDate = Noon });
        await window.Page.Clock.PauseAtAsync(Noon.AddSeconds(1));
        await window.GoAsync("deliveries");
        var asked = 0;
        await window.Page.RouteAsync("**/deliveries", route =>
        {
            asked++;
            return route.FulfillAsync(new() { Status = asked > 3 ? 200 : 503, Body = asked > 3 ? "<main id=main><span id=fresh></span></main>" : "" });
        });

        // The first ask comes after 1 second, then 2, 4 and 8 seconds pass: 15 without a word to the server but these four.
        foreach (var seconds in new[] { 1, 2, 4, 8 })
        {
            var said = window.Page.Locator("#liveState");
            for (var second = 1; second < seconds; second++)
            {
                await window.Page.Clock.RunForAsync(1_000);
            }

            // Said anew by each ask that ends: the next second must not pass before that.
            await said.EvaluateAsync("state => { state.textContent = ''; }");
            await window.Page.RunAndWaitForResponseAsync(() => window.Page.Clock.RunForAsync(1_000), "**/deliveries");
            await Assertions.Expect(said).ToHaveTextAsync(seconds < 8 ? "Cannot update: the server does not answer" : "Updates by itself");
        }

        Assert.Equal(4, asked);
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
    public async Task What_broke_is_said_also_to_whoever_has_a_link_of_that_page_in_focus()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.RefreshEvery = TimeSpan.FromSeconds(1));
        host.Receiver.Always("/erp", Answer.With(410));
        await host.SubscribeAsync(configure: form => form.Contract = "standardwebhooks");
        await host.DeliverAsync(subject: "SO-0", reached: row => row.FinishedAt is not null);
        var webhook = (await host.Webhooks.ListAsync(new())).Single();
        await host.Webhooks.EnableAsync(webhook.Id);
        await using var window = await Window.OpenAsync(host);
        await window.GoAsync();
        await window.SeesAsync("Nothing is broken");
        var link = window.Page.Locator("#deliveries .when a").First;
        await link.FocusAsync();
        var name = await link.GetAttributeAsync("href");

        await host.DeliverAsync(reached: row => row.FinishedAt is not null);

        await window.SeesAsync("1 webhook needs you");
        Assert.Equal(name, await window.Page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
    }

    [Fact]
    public async Task A_page_that_somebody_works_in_says_that_it_stays_as_it_is()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.RefreshEvery = TimeSpan.FromSeconds(1));
        var webhook = await host.SubscribeAsync();
        await using var window = await Window.OpenAsync(host);
        await window.GoAsync($"webhooks/{webhook.Id}");
        await window.Page.Locator("summary", new() { HasTextString = "Pause" }).ClickAsync();
        await window.Page.Locator("details.confirm[open] input[name=reason]").FillAsync("stock take");

        await host.Webhooks.PauseAsync(webhook.Id);

        await Assertions.Expect(window.Page.Locator("#liveState")).ToHaveTextAsync("Part of this page stays as it is while you use it");
        await window.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(window.Page.Locator("details.confirm[open]")).ToHaveCountAsync(0);
        Assert.Equal("SUMMARY", await window.Page.EvaluateAsync<string>("document.activeElement.tagName"));
    }

    [Fact]
    public async Task The_keys_of_a_Thai_keyboard_lead_where_those_places_on_it_do()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var window = await Window.OpenAsync(host, "th");
        await window.GoAsync();

        await Window.LeadsOnAsync(window.Page, () => window.Page.EvaluateAsync(
            "for (const [key, code] of [['เ', 'KeyG'], ['ก', 'KeyD']]) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true }))"));

        Assert.EndsWith("/deliveries", window.Page.Url, StringComparison.Ordinal);
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
