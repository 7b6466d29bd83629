using System.Net;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed class MappingTests
{
    [Theory]
    [InlineData(null, null, "o.ReadPolicy")]
    [InlineData("WmsViewer", null, "o.ManagePolicy")]
    [InlineData("WmsViewer", "WmsBoss", "no authorization policy 'WmsBoss'")]
    public void Who_may_use_it_has_to_be_said_and_to_be_known(string? read, string? manage, string told)
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => DashboardHost.Build().MapWmsWebhooksDashboard("/webhooks", options => (options.ReadPolicy, options.ManagePolicy) = (read, manage)));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("MapWmsWebhooksDashboard", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_engine_the_error_names_the_missing_call() => Assert.Contains(
        "AddWmsWebhooks", Assert.Throws<InvalidOperationException>(() => DashboardHost.Build(withEngine: false).MapWmsWebhooksDashboard()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("//elsewhere.example.com")]
    [InlineData("ftp://elsewhere.example.com/")]
    public void A_way_home_that_is_no_address_is_refused(string home) => Assert.Throws<InvalidOperationException>(() => DashboardHost.Build().MapWmsWebhooksDashboard("/webhooks", options =>
    {
        options.AllowAnonymousToReadAndManageWebhooks = true;
        options.HomeUrl = home;
    }));

    [Fact]
    public async Task Opened_to_everybody_in_so_many_words_it_asks_nobody()
    {
        await using var host = await DashboardHost.StartAsync(configure: options =>
        {
            (options.ReadPolicy, options.ManagePolicy) = (null, null);
            options.AllowAnonymousToReadAndManageWebhooks = true;
        });

        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync(user: "")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await host.PostAsync("webhooks/pause", user: "")).Status);
    }

    [Fact]
    public async Task Below_a_path_base_every_address_leads_below_it()
    {
        await using var host = await DashboardHost.StartAsync(pathBase: "/wms");
        await host.SubscribeAsync();
        foreach (var path in new[] { "", "webhooks", "webhooks/whk_1", "webhooks/whk_1/settings", "deliveries", "events", "nodes", "audit" })
        {
            var page = await host.GetAsync(path, DashboardHost.Manager);

            Assert.Equal(HttpStatusCode.OK, page.Status);
            foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(page.Html, "(?:href|src|action)=\"(/[^\"]*)\""))
            {
                Assert.StartsWith("/wms/admin/webhooks", link.Groups[1].Value, StringComparison.Ordinal);
            }
        }

        Assert.Equal("/wms/admin/webhooks/webhooks/whk_1?done=paused", (await host.PostAsync("webhooks/whk_1/pause")).Location);
    }

    [Fact]
    public async Task What_stands_in_the_address_of_the_dashboard_is_no_attribute_of_its_cookies()
    {
        await using var host = await DashboardHost.StartAsync(pathBase: "/wms;domain=evil.example.com;");

        var page = await host.GetAsync("?lang=th");

        Assert.Contains("path=/wms%3Bdomain=evil.example.com%3B/admin/webhooks;", page.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_slash_at_the_end_changes_nothing()
    {
        await using var host = await DashboardHost.StartAsync();

        var page = await host.GetAsync(DashboardHost.Mount + "/");

        Assert.Contains($"action=\"{DashboardHost.Mount}/search\"", page.Html, StringComparison.Ordinal);
    }
}
