using System.Net;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed class ChartAndAuditTests
{
    [Fact]
    public async Task The_overview_and_the_list_show_the_day_of_each_webhook()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Next("/erp", Answer.With(500));
        await host.SubscribeAsync();
        await host.DeliverAsync(subject: "SO-1", reached: row => row.Attempts == 1);
        await host.DeliverAsync(subject: "SO-2");
        await host.SubscribeAsync("/idle", name: "Idle");

        var overview = await host.GetAsync();
        var list = await host.GetAsync("webhooks");
        var one = await host.GetAsync("webhooks/whk_1");

        Assert.Contains("50 %", overview.Text, StringComparison.Ordinal);
        Assert.Contains("<figure class=\"chart\">", overview.Html, StringComparison.Ordinal);
        Assert.Equal(24, overview.Html.Split("<th scope=\"row\">").Length - 1);
        Assert.Single(list.Html.Split("<span class=\"spark\">").Skip(1));
        Assert.Single(one.Html.Split("<span class=\"spark\">").Skip(1));
        Assert.DoesNotContain("class=\"spark\"", (await host.GetAsync("webhooks/whk_1?state=failed")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"spark\"", (await host.GetAsync("webhooks/whk_2")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenants_chart_shows_nothing_of_another()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync(tenant: "acme");
        await host.DeliverAsync("acme");
        await host.SubscribeAsync("/other", tenant: "other", name: "Other");

        Assert.Contains("100 %", (await host.GetAsync(tenant: "acme")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" %", (await host.GetAsync(tenant: "other")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_is_told_what_waits_for_it_and_not_what_waits_for_others()
    {
        await using var host = await DashboardHost.StartAsync();
        foreach (var tenant in new[] { "acme", "acme", "other" })
        {
            host.Receiver.Always($"/{tenant}", Answer.With(500));
            await host.SubscribeAsync($"/{tenant}", tenant);
        }

        await host.DeliverAsync("acme", reached: row => row.Attempts == 1);
        await host.DeliverAsync("acme", reached: row => row.Attempts == 1);

        Assert.Contains("Waiting, retrying or being sent 4 Longest overdue", (await host.GetAsync(tenant: "acme")).Text, StringComparison.Ordinal);
        Assert.Contains("Waiting, retrying or being sent 0 Longest overdue", (await host.GetAsync(tenant: "other")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_for_its_retry_is_counted_alike_for_everybody_and_apart_from_what_is_due_now()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Always("/erp", Answer.With(500));
        await host.SubscribeAsync(tenant: "acme");
        await host.DeliverAsync("acme", reached: row => row is { Attempts: 1, State: DeliveryState.Pending });

        var ofAll = await host.GetAsync();
        var ofOne = await host.GetAsync(tenant: "acme");

        Assert.Contains("Waiting, retrying or being sent 1 Due now 0 Longest overdue –", ofAll.Text, StringComparison.Ordinal);
        Assert.Contains("Waiting, retrying or being sent 1 Longest overdue –", ofOne.Text, StringComparison.Ordinal);
        Assert.All([ofAll, ofOne], page => Assert.Contains($"href=\"{DashboardHost.Mount}/deliveries?state=pending\">1<", page.Html, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(1, "100 %")]
    [InlineData(3 / 7.0, "42.9 %")]
    [InlineData(2 / 3.0, "66.7 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.999_999, "99.9 %")]
    [InlineData(0.000_001, "0.1 %")]
    public void A_share_is_rounded_but_never_to_all_or_none(double rate, string told) => Assert.Equal(told, Charts.Point.Percent(rate));

    [Fact]
    public async Task The_trail_names_who_pressed_the_button_and_stays_inside_the_tenant()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync(tenant: "acme");
        await host.PostAsync($"webhooks/{webhook.Id}/pause", tenant: "acme");

        var page = await host.GetAsync("audit");
        var ofOne = await host.GetAsync($"audit?webhook={webhook.Id}&lang=th", tenant: "acme");

        Assert.Contains($"{DashboardHost.Manager} Webhook paused {webhook.Name}", page.Text, StringComparison.Ordinal);
        Assert.Contains("the system Webhook created", page.Text, StringComparison.Ordinal);
        Assert.Contains("พัก webhook", ofOne.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed yet", (await host.GetAsync("audit", tenant: "other")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("audit?webhook=whk_x")).Status);
    }

    [Fact]
    public async Task Older_entries_are_a_page_further()
    {
        await using var host = await DashboardHost.StartAsync();
        for (var number = 0; number < 51; number++)
        {
            await host.SubscribeAsync($"/w{number}", name: $"W{number}");
        }

        var first = await host.GetAsync("audit");
        var older = System.Text.RegularExpressions.Regex.Match(first.Html, """audit\?before=(\d+)""");
        var second = await host.GetAsync("audit?before=" + older.Groups[1].Value);

        Assert.Equal(50, first.Html.Split("id=\"audit_").Length - 1);
        Assert.Equal(1, second.Html.Split("id=\"audit_").Length - 1);
        Assert.Contains("W0", second.Text, StringComparison.Ordinal);
    }
}
