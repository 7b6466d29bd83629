using System.Net;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>A button says what came of it, in numbers where there are any, and a field that cannot be understood leads back to its form.</summary>
public sealed class WebhookActionTests
{
    [Fact]
    public async Task Recover_says_how_many_are_sent_again_and_when_there_were_none()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Always("/erp", Answer.With(500));
        var webhook = await host.SubscribeAsync(configure: form => (form.Contract, form.Schedule) = ("wms", [TimeSpan.FromSeconds(1)]));
        await host.DeliverAsync(reached: row => row.State == DeliveryState.Failed);
        host.Receiver.Always("/erp", Answer.Ok);

        var page = await host.GetAsync($"webhooks/{webhook.Id}", DashboardHost.Manager);
        var recovered = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/recover", [("since", "2020-01-01T00:00")]));
        await host.WaitForAsync((await host.Deliveries.ListAsync(new DeliveryQuery()))[0].EventId, row => row.State == DeliveryState.Delivered);
        var none = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/recover", [("since", "2020-01-01T00:00")]));

        Assert.Contains($"href=\"{DashboardHost.Mount}/webhooks/{webhook.Id}?state=failed\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("Deliveries that are sent again now: 1.", recovered.Text, StringComparison.Ordinal);
        Assert.Contains("No delivery had failed since then", none.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_all_and_resume_all_say_how_many()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync();
        await host.SubscribeAsync("/shop", name: "Shop");

        Assert.Contains("Webhooks paused now: 2.", (await host.FollowAsync(await host.PostAsync("webhooks/pause"))).Text, StringComparison.Ordinal);
        Assert.Contains("Webhooks that go on: 2.", (await host.FollowAsync(await host.PostAsync("webhooks/resume"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activate_without_a_rotation_says_that_there_was_nothing_to_activate()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        var page = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/activate"));

        Assert.Contains("There was nothing to activate", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Only the new secret signs", page.Text, StringComparison.Ordinal);
        Assert.Equal(webhook.Version, (await host.Webhooks.FindAsync(webhook.Id))!.Version);
    }

    [Theory]
    [InlineData("rotate", "hours", "999", "The overlap is a whole number of hours, 0 to 168.")]
    [InlineData("rotate", "hours", "soon", "The overlap is a whole number of hours, 0 to 168.")]
    [InlineData("recover", "since", "yesterday", "Give a date and a time.")]
    [InlineData("pause", "reason", "…", "A reason has at most")]
    public async Task A_field_that_cannot_be_understood_leads_back_to_its_form_which_says_so(string action, string field, string value, string told)
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        var page = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/{action}", [(field, value == "…" ? new string('x', 501) : value)]));

        Assert.Contains(told, page.Text, StringComparison.Ordinal);
        Assert.Contains(page.Actions, address => address.EndsWith($"{webhook.Id}/{action}", StringComparison.Ordinal));
        Assert.Equal(webhook.Version, (await host.Webhooks.FindAsync(webhook.Id))!.Version);
    }

    [Fact]
    public async Task An_address_that_cannot_be_understood_leads_to_the_same_page_without_what_is_wrong()
    {
        await using var host = await DashboardHost.StartAsync();

        var page = await host.GetAsync("deliveries?state=lost");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains($"href=\"{DashboardHost.Mount}/deliveries\">Without the filter<", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{host}/admin/webhooks/webhooks/{id}/settings", true)]
    [InlineData("https://elsewhere.example.com/admin/webhooks/webhooks", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("", false)]
    public async Task A_refused_form_leads_back_to_where_it_stood_and_nowhere_else(string referrer, bool isLed)
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var from = referrer.Replace("{host}", host.Client.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal).Replace("{id}", webhook.Id.ToString(), StringComparison.Ordinal);

        var page = await host.PostAsync($"webhooks/{webhook.Id}/settings", [("name", "x")], headers: [("Sec-Fetch-Site", "same-origin"), ("Referer", from)]);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(isLed, page.Html.Contains($"href=\"{DashboardHost.Mount}/webhooks/{webhook.Id}/settings\">Go back<", StringComparison.Ordinal));
        Assert.Equal(isLed, page.Text.Contains("Go back", StringComparison.Ordinal) && !page.Text.Contains("elsewhere", StringComparison.Ordinal) && page.Html.Contains(">Go back<", StringComparison.Ordinal));
    }
}
