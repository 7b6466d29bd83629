using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class WebhookRoutesTests
{
    [Fact]
    public async Task A_webhook_is_created_and_its_secret_shown_once()
    {
        await using var host = await ApiHost.StartAsync();

        var made = await host.PostAsync("/", $$"""
            {"name":"ERP_Order_Sync","url":"{{host.Receiver.UrlOf("/erp")}}","eventTypes":["order.*"],"headers":{"X-Api-Key":"CANARY-42"},
             "scheduleSeconds":[1,60],"deadlineSeconds":5,"maxInFlight":2,"rate":{"count":10,"perSeconds":60},"channels":["warehouse:BKK1"],"tenantId":"acme"}
            """);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        var id = made.Json.GetProperty("webhook").GetProperty("id").GetString();
        var secret = made.String("secret")!;
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal($"/api/webhooks/{id}", made.Location);

        var shown = await host.GetAsync($"/{id}");
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.Equal(made.ETag, shown.ETag);
        Assert.DoesNotContain(secret, shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY-42", made.Text + shown.Text, StringComparison.Ordinal);
        Assert.Equal(
            ("ERP_Order_Sync", "active", "acme", "X-Api-Key", 60, 5, 2, 10, 60, "warehouse:BKK1", "…" + secret[^4..]),
            (shown.String("name"), shown.String("state"), shown.String("tenantId"), shown.Json.GetProperty("headerNames")[0].GetString(),
                shown.Json.GetProperty("scheduleSeconds")[1].GetInt32(), shown.Json.GetProperty("deadlineSeconds").GetInt32(), shown.Json.GetProperty("maxInFlight").GetInt32(),
                shown.Json.GetProperty("rate").GetProperty("count").GetInt32(), shown.Json.GetProperty("rate").GetProperty("perSeconds").GetInt32(),
                shown.Json.GetProperty("channels")[0].GetString(), shown.String("secretHint")));
    }

    [Theory]
    [InlineData("""{"name":"x","url":"ftp://erp.example.com","eventTypes":["order.*"]}""", "invalid", "ftp")]
    [InlineData("""{"name":"x","url":"https://erp.example.com","eventTypes":["nobody.knows"]}""", "invalid", "nobody.knows")]
    [InlineData("""{"name":"x","url":"https://erp.example.com","eventTypes":["order.*"],"secret":"SHORT-77"}""", "invalid", "16")]
    [InlineData("""{"name":"x","url":"https://erp.example.com","eventTypes":["order.*"],"headers":{"Host":"SHORT-77"}}""", "invalid", "Host")]
    [InlineData("""{"name":"x","url":"https://erp.example.com","eventTypes":["order.*"],"deadlineSeconds":-1}""", "invalid", "-1")]
    [InlineData("""{"name":"x","url":"https://erp.example.com","eventTypes":["order.*"],"rate":{"count":0,"perSeconds":1}}""", "invalid", "rate")]
    [InlineData("""{"name":"x","url":"https://erp.example.com","eventTypes":[null]}""", "invalid", "eventTypes")]
    [InlineData("""{"name":"x","url":"https://erp.example.com","eventTypes":["order.*"],"channels":[null]}""", "invalid", "channels")]
    [InlineData("""{"name":"x","url":"https://erp.example.com","eventTypes":["order.*"],"headers":{"X-A":null}}""", "invalid", "headers")]
    [InlineData("""{"name":"x","url":"https://erp.example.com","eventTypes":["order.*"],"deadlineSeconds":1e400}""", "invalid", "seconds")]
    [InlineData("""{"name":"x","urll":"SHORT-77"}""", "invalid_json", "urll")]
    [InlineData("""{"name":"x","name":"y"}""", "invalid_json", "name")]
    [InlineData("""{"name":null}""", "invalid_json", "name")]
    [InlineData("""{"name":""", "invalid_json", "line 1")]
    [InlineData("null", "invalid", "JSON object")]
    [InlineData("", "invalid", "JSON object")]
    public async Task Bad_input_is_told_with_its_name_and_never_with_a_secret(string json, string code, string told)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.PostAsync("/", json);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        Assert.Contains(told, answer.String("detail")!, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("SHORT-77", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await host.GetAsync("/")).Items.GetArrayLength());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    [InlineData("application/json; charset=utf-16")]
    public async Task Only_json_is_read(string? type)
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"name":"x"}""")) };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        request.Headers.Add(HeaderSignIn.Header, ApiHost.Manager);

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_body_beyond_a_megabyte_is_refused()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.PostAsync("/", $$"""{"name":"{{new string('x', 1024 * 1024)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Fact]
    public async Task A_change_needs_the_version_that_was_read()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var tag = (await host.GetAsync($"/{webhook.Id}")).ETag!;

        var without = await host.SendAsync("PATCH", $"/{webhook.Id}", """{"name":"A"}""");
        var malformed = await host.SendAsync("PATCH", $"/{webhook.Id}", """{"name":"A"}""", headers: ("If-Match", "*"));
        var first = await host.SendAsync("PATCH", $"/{webhook.Id}", """{"name":"A","eventTypes":["*"]}""", headers: ("If-Match", tag));
        var second = await host.SendAsync("PATCH", $"/{webhook.Id}", """{"name":"B"}""", headers: ("If-Match", tag));

        Assert.Equal((HttpStatusCode.PreconditionRequired, "if_match_required"), (without.Status, without.Code));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (malformed.Status, malformed.Code));
        Assert.Equal((HttpStatusCode.OK, "A"), (first.Status, first.String("name")));
        Assert.NotEqual(tag, first.ETag);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "changed"), (second.Status, second.Code));
        Assert.Equal("A", (await host.Webhooks.FindAsync(webhook.Id))!.Name);
    }

    [Fact]
    public async Task Lists_are_filtered_and_paged_and_a_misspelt_filter_shows_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        SubscriptionId[] ids = [(await host.SubscribeAsync("/a")).Id, (await host.SubscribeAsync("/b")).Id, (await host.SubscribeAsync("/c")).Id];
        await host.Webhooks.PauseAsync(ids[1]);

        var first = await host.GetAsync("/?limit=2");
        var second = await host.GetAsync($"/?limit=2&after={first.String("next")}");

        Assert.Equal([ids[0].ToString(), ids[1].ToString()], first.Items.EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.Equal([ids[2].ToString()], second.Items.EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.Null(second.String("next"));
        Assert.Equal(ids[1].ToString(), (await host.GetAsync("/?state=paused")).Items[0].GetProperty("id").GetString());
        Assert.Equal(ids[2].ToString(), (await host.GetAsync("/?text=/C")).Items[0].GetProperty("id").GetString());
        foreach (var bad in (string[])["/?sate=paused", "/?state=asleep", "/?limit=0", "/?limit=201", "/?limit=2&limit=3", "/?after=17", "/?text=%00", "/?text="])
        {
            Assert.Equal("invalid", (await host.GetAsync(bad)).Code);
        }
    }

    [Fact]
    public async Task A_deleted_webhook_is_gone()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        Assert.Equal("changed", (await host.SendAsync("DELETE", $"/{webhook.Id}", headers: ("If-Match", "\"999\""))).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync("DELETE", $"/{webhook.Id}", headers: ("If-Match", "W/" + (await host.GetAsync($"/{webhook.Id}")).ETag))).Status);
        Assert.Equal("not_found", (await host.GetAsync($"/{webhook.Id}")).Code);
        Assert.Equal("not_found", (await host.SendAsync("DELETE", $"/{webhook.Id}")).Code);
        Assert.Equal("not_found", (await host.GetAsync("/17")).Code);
    }
}
