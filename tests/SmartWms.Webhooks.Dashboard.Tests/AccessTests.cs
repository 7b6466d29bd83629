using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed class AccessTests
{
    [Fact]
    public async Task Whoever_is_not_signed_in_is_sent_to_sign_in()
    {
        await using var host = await DashboardHost.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync(user: "")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostAsync("webhooks/pause", user: "")).Status);
    }

    [Fact]
    public async Task Whoever_pressed_a_button_signed_out_comes_back_to_where_it_stood()
    {
        await using var host = await DashboardHost.StartAsync();
        (string, string) from = ("Sec-Fetch-Site", "same-origin");
        string ReturnOf(PageAnswer answer) => answer.Headers[AspNetCore.Tests.HeaderSignIn.Return];

        var known = await host.PostAsync("webhooks/whk_1/enable", user: "", headers: [from, ("Referer", $"{host.Client.BaseAddress}{DashboardHost.Mount[1..]}/webhooks/whk_1?x=1")]);
        var foreign = await host.PostAsync("webhooks/whk_1/enable", user: "", headers: [from, ("Referer", "https://elsewhere.example.com/admin/webhooks")]);
        var silent = await host.PostAsync("webhooks/whk_1/enable", user: "", headers: from);

        Assert.Equal((HttpStatusCode.Unauthorized, $"{DashboardHost.Mount}/webhooks/whk_1?failed=signedOut"), (known.Status, ReturnOf(known)));
        Assert.Equal(($"{DashboardHost.Mount}?failed=signedOut", $"{DashboardHost.Mount}?failed=signedOut"), (ReturnOf(foreign), ReturnOf(silent)));
        Assert.Contains("You had been signed out: nothing was changed.", (await host.GetAsync("?failed=signedOut")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denied_person_is_told_who_they_are_and_what_they_lack()
    {
        await using var host = await DashboardHost.StartAsync();

        var page = await host.GetAsync(user: DashboardHost.Stranger);
        var action = await host.PostAsync("webhooks/pause", user: DashboardHost.Viewer);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("signed in as \"stranger\", which lacks the permission \"WmsViewer\"", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, action.Status);
        Assert.Contains("\"WmsAdmin\"", action.Text, StringComparison.Ordinal);
        Assert.Contains("You may not see this", page.Text, StringComparison.Ordinal);
        Assert.Contains("You may not do this", action.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_stays_who_asks_though_managing_is_decided_by_another_scheme()
    {
        var asked = new ConcurrentQueue<string?>();
        await using var host = await DashboardHost.StartAsync(
            build: engine =>
            {
                engine.UseInMemory();
                engine.Services.AddAuthentication().AddCookie("other");
                engine.Services.AddAuthorizationBuilder().AddPolicy("ByOther", policy => policy.AddAuthenticationSchemes("other").RequireAuthenticatedUser());
            },
            configure: options =>
            {
                options.ManagePolicy = "ByOther";
                options.Tenant = context =>
                {
                    asked.Enqueue(context.User.Identity?.Name);
                    return TenantScope.All;
                };
            });

        var page = await host.GetAsync();

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal([DashboardHost.Viewer], asked);
    }

    [Fact]
    public async Task Every_form_that_a_page_shows_a_reader_is_one_they_may_send()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Always("/erp", new Testbed.Answer { Status = 500 });
        var webhook = await host.SubscribeAsync();
        var delivery = await host.DeliverAsync(reached: row => row.Attempts > 0);
        var seen = new HashSet<string>();
        foreach (var path in Pages(webhook.Id.ToString(), delivery.Id.ToString()))
        {
            var page = await host.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            seen.UnionWith(page.Actions);
            Assert.DoesNotContain("/new\"", page.Html, StringComparison.Ordinal);
            Assert.NotEmpty((await host.GetAsync(path, DashboardHost.Manager)).Actions);
        }

        Assert.Equal([$"{DashboardHost.Mount}/preferences"], seen);
    }

    [Fact]
    public async Task No_form_of_another_sites_page_is_heard()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        foreach (var path in Routes(host, "POST"))
        {
            var answer = await host.PostAsync(path.Replace("{id}", path.StartsWith("webhooks", StringComparison.Ordinal) ? "whk_1" : "dlv_1", StringComparison.Ordinal), headers: ("Sec-Fetch-Site", "cross-site"));

            Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{path}: {answer.Status}");
            Assert.Contains("another site", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(webhook.Version, (await host.Webhooks.FindAsync(webhook.Id))!.Version);
    }

    [Fact]
    public async Task Another_tenants_webhooks_and_deliveries_do_not_exist()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync(tenant: "acme", name: "Secret_of_acme");
        var delivery = await host.DeliverAsync(tenant: "acme", subject: "SO-ACME");
        var tried = 0;
        foreach (var (method, path) in Routes(host, "GET").Select(path => ("GET", path)).Concat(Routes(host, "POST").Select(path => ("POST", path))).Where(route => route.Item2.Contains("{id}", StringComparison.Ordinal)))
        {
            var address = path.Replace("{id}", path.StartsWith("webhooks", StringComparison.Ordinal) ? webhook.Id.ToString() : delivery.Id.ToString(), StringComparison.Ordinal);
            (string, string)[] form = [("version", "1"), ("hours", "1"), ("since", "2026-01-01"), ("name", "mine"), ("url", "https://example.com"), ("events", "order.shipped")];

            var answer = method == "GET" ? await host.GetAsync(address, DashboardHost.Manager, "other") : await host.PostAsync(address, form, tenant: "other");

            Assert.True(answer.Status == HttpStatusCode.NotFound, $"{method} {path} answered {answer.Status}");
            tried++;
        }

        Assert.True(tried >= 14, $"{tried} routes with an id");
        foreach (var list in new[] { "", "webhooks", "deliveries", "deliveries.csv", "deliveries?subject=SO-ACME", $"search?q={delivery.Id}" })
        {
            Assert.DoesNotContain("acme", (await host.GetAsync(list, DashboardHost.Manager, "other")).Html.Replace("SO-ACME", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("nodes", tenant: "acme")).Status);
        Assert.DoesNotContain("/nodes\"", (await host.GetAsync(tenant: "acme")).Html, StringComparison.Ordinal);
        Assert.Equal(webhook.Version, (await host.Webhooks.FindAsync(webhook.Id))!.Version);
    }

    private static string[] Pages(string webhook, string delivery) => ["", "webhooks", $"webhooks/{webhook}", $"webhooks/{webhook}/settings", "deliveries", $"deliveries/{delivery}", "events", "nodes", "audit"];

    private static IEnumerable<string> Routes(DashboardHost host, string method) =>
        from endpoint in host.Endpoints
        where endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains(method)
        let path = endpoint.RoutePattern.RawText![DashboardHost.Mount.Length..].Trim('/')
        where path.Length > 0 && !path.StartsWith("assets", StringComparison.Ordinal)
        select path;
}
