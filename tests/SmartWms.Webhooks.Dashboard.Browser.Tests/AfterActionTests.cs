using Microsoft.Playwright;
using SmartWms.Webhooks.AspNetCore.Tests;
using SmartWms.Webhooks.Dashboard.Tests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Browser.Tests;

/// <summary>What follows an action: it is told once, it is not repeated, and nobody loses what was typed.</summary>
public sealed class AfterActionTests
{
    [Fact]
    public async Task Loading_the_page_with_a_new_secret_again_makes_no_second_webhook()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var window = await Window.OpenAsync(host);
        await FillAsync(window);
        await window.SendAsync("Create webhook");
        await window.SeesAsync("whsec_", inField: "#secret");

        await window.Page.ReloadAsync();

        await window.SeesAsync("No deliveries yet");
        Assert.Single(await host.Webhooks.ListAsync(new SubscriptionQuery()));
    }

    [Fact]
    public async Task What_was_done_is_told_to_those_who_listen_and_not_said_again()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        await host.Webhooks.PauseAsync(webhook.Id);
        await using var window = await Window.OpenAsync(host);
        await window.GoAsync($"webhooks/{webhook.Id}");

        await window.SendAsync("Resume");

        await Assertions.Expect(window.Page.Locator("#said")).ToContainTextAsync("The webhook goes on.");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("The webhook goes on.");
        Assert.DoesNotContain("done=", window.Page.Url, StringComparison.Ordinal);
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Page.Locator("#said")).Not.ToContainTextAsync("The webhook goes on.");
    }

    [Fact]
    public async Task Whoever_was_signed_out_meanwhile_is_told_so_and_keeps_what_was_typed()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var window = await Window.OpenAsync(host);
        await FillAsync(window);
        await window.Page.Context.SetExtraHTTPHeadersAsync([]);

        await window.ClickAsync("Create webhook");

        await Assertions.Expect(window.Page.Locator("#liveState")).ToHaveTextAsync("You are signed out: sign in again");
        Assert.Equal("ERP", await window.Page.Locator("input[name=name]").InputValueAsync());
        await window.Page.Context.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { [HeaderSignIn.Header] = DashboardHost.Manager });
        await window.SendAsync("Create webhook");
        await window.SeesAsync("whsec_", inField: "#secret");
    }

    [Fact]
    public async Task A_live_page_says_that_one_was_signed_out_and_not_that_the_server_is_gone()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.RefreshEvery = TimeSpan.FromSeconds(1));
        await using var window = await Window.OpenAsync(host);
        await window.GoAsync("deliveries");

        await window.Page.Context.SetExtraHTTPHeadersAsync([]);

        await Assertions.Expect(window.Page.Locator("#liveState")).ToHaveTextAsync("You are signed out: sign in again");
    }

    private static async Task FillAsync(Window window)
    {
        await window.GoAsync("webhooks/new");
        await window.Page.Locator("input[name=name]").FillAsync("ERP");
        await window.Page.Locator("input[name=url]").FillAsync("https://erp.example.com/hook");
        await window.Page.Locator("input[name=events][value='order.shipped']").CheckAsync();
    }
}
