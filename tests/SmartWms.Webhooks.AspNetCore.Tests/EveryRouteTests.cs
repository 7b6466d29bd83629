using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace SmartWms.Webhooks.AspNetCore.Tests;

/// <summary>What holds for every route there is, found by asking the host for its routes: a new one is tested the day it is added.</summary>
public sealed class EveryRouteTests
{
    private const string Prefix = "/api/webhooks";

    // What a route needs as its body to come as far as its question whose the id is.
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["PATCH /{id}"] = """{"name":"mine now"}""",
        ["POST /{id}/recover"] = """{"since":"2026-01-01T00:00:00Z"}""",
    };

    [Fact]
    public async Task A_foreign_tenants_id_is_not_found_on_any_route_that_takes_one()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync(tenant: "acme");
        var delivery = await host.DeliverAsync(tenant: "acme");
        var checkedRoutes = 0;
        foreach (var (method, path) in Routes(host).Where(route => route.Path.Contains("{id}", StringComparison.Ordinal)))
        {
            var id = path.Contains("/deliveries/", StringComparison.Ordinal) ? delivery.Id.ToString() : webhook.Id.ToString();
            var body = Bodies.GetValueOrDefault($"{method} {path}");

            var answer = await host.SendAsync(method, path.Replace("{id}", id, StringComparison.Ordinal), body, tenant: "other", headers: ("If-Match", "\"1\""));

            Assert.True(answer.Status == HttpStatusCode.NotFound, $"{method} {path} answered {answer.Status}: {answer.Text}");
            Assert.Equal("not_found", answer.Code);
            checkedRoutes++;
        }

        Assert.True(checkedRoutes >= 14, $"{checkedRoutes} routes with an id");
        var unchanged = await host.Webhooks.FindAsync(webhook.Id);
        Assert.Equal(webhook, unchanged! with { EventTypes = webhook.EventTypes, Channels = webhook.Channels, HeaderNames = webhook.HeaderNames });
    }

    [Fact]
    public async Task Lists_and_changes_of_all_stay_inside_the_tenant()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync(tenant: "acme");
        await host.DeliverAsync(tenant: "acme");

        Assert.Equal(0, (await host.GetAsync("/", tenant: "other")).Items.GetArrayLength());
        Assert.Equal(0, (await host.GetAsync("/deliveries", tenant: "other")).Items.GetArrayLength());
        Assert.Equal(0, (await host.SendAsync("POST", "/pause", tenant: "other")).Json.GetProperty("count").GetInt32());
        var preview = await host.SendAsync("POST", "/preview", """{"eventType":"order.shipped","data":{}}""", tenant: "other");
        Assert.Equal(0, preview.Json.GetProperty("webhooks").GetArrayLength());
        Assert.Equal("invalid", (await host.SendAsync("POST", "/preview", """{"eventType":"order.shipped","data":{},"tenantId":"acme"}""", tenant: "other")).Code);
        Assert.Equal("not_found", (await host.GetAsync("/nodes", tenant: "acme")).Code);

        Assert.Equal(1, (await host.GetAsync("/", tenant: "acme")).Items.GetArrayLength());
        Assert.Equal(1, (await host.GetAsync("/deliveries", tenant: "acme")).Items.GetArrayLength());
        Assert.Equal(1, (await host.SendAsync("POST", "/pause", tenant: "acme")).Json.GetProperty("count").GetInt32());
        Assert.Equal(SmartWms.Webhooks.Subscriptions.SubscriptionState.Paused, (await host.Webhooks.FindAsync(webhook.Id))!.State);
    }

    [Fact]
    public async Task Nobody_gets_401_without_being_sent_anywhere_and_a_viewer_403_where_something_changes()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var (method, path) in Routes(host))
        {
            var there = path.Replace("{id}", "whk_1", StringComparison.Ordinal);
            var nobody = await host.SendAsync(method, there, user: "");
            Assert.True(nobody.Status == HttpStatusCode.Unauthorized && nobody.Location is null, $"{method} {path} answered {nobody.Status} to nobody");

            var viewer = await host.SendAsync(method, there, user: ApiHost.Viewer);
            Assert.True(method == "GET" ? viewer.Status is HttpStatusCode.OK or HttpStatusCode.NotFound : viewer.Status == HttpStatusCode.Forbidden, $"{method} {path} answered {viewer.Status} to a viewer");
        }
    }

    [Fact]
    public async Task A_foreign_page_changes_nothing_on_any_route_also_without_a_body()
    {
        await using var host = await ApiHost.StartAsync();
        (string, string)[][] foreign = [[("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Origin", "https://evil.example")], [("Origin", "null")]];
        foreach (var (method, path) in Routes(host).Where(route => route.Method != "GET"))
        {
            foreach (var headers in foreign)
            {
                var answer = await host.SendAsync(method, path.Replace("{id}", "whk_1", StringComparison.Ordinal), headers: headers);
                Assert.True(answer.Status == HttpStatusCode.Forbidden && answer.Code == "cross_origin", $"{method} {path} answered {answer.Status} to a page of {headers[0]}");
            }
        }
    }

    [Fact]
    public async Task Pages_of_the_host_itself_programs_and_named_origins_may_change_things()
    {
        await using var host = await ApiHost.StartAsync(configure: options => options.TrustedOrigins.Add("https://admin.example"));
        var own = host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        (string, string)[][] known = [[], [("Sec-Fetch-Site", "same-origin")], [("Sec-Fetch-Site", "none")], [("Origin", own)], [("Origin", "https://admin.example"), ("Sec-Fetch-Site", "cross-site")]];
        foreach (var headers in known)
        {
            Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("POST", "/pause", headers: headers)).Status);
        }
    }

    [Fact]
    public async Task Nothing_is_cached_and_no_type_is_guessed()
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Prefix);
        request.Headers.Add(HeaderSignIn.Header, ApiHost.Viewer);

        using var response = await host.Client.SendAsync(request);

        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Every_route_asks_for_a_policy()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.All(host.Endpoints, endpoint => Assert.Contains(endpoint.Metadata.OfType<IAuthorizeData>(), data => data.Policy is "WmsViewer" or "WmsAdmin"));
    }

    // All but the one that takes what the others do not.
    private static IEnumerable<(string Method, string Path)> Routes(ApiHost host) => host.Endpoints.Where(endpoint => endpoint.Order == 0).Select(endpoint => (
        endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single(),
        endpoint.RoutePattern.RawText![Prefix.Length..] is { Length: > 0 } path ? path : "/"));
}
