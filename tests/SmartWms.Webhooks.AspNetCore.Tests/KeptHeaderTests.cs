using System.Net;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Tests;

/// <summary>A header's value is a secret that was given for one host: it does not follow the URL to another.</summary>
public sealed class KeptHeaderTests
{
    private const string Elsewhere = "https://elsewhere.example.com/hook";

    [Theory]
    [InlineData("")]
    [InlineData(""", "headers":{"X-Api-Key":null}""")]
    [InlineData(""", "headers":{"x-api-key":null,"X-Site":"BKK1"}""")]
    public async Task A_kept_value_is_refused_where_the_url_goes_to_another_host(string headers)
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await MakeAsync(host);

        var moved = await ChangeAsync(host, webhook, $$"""{"url":"{{Elsewhere}}"{{headers}}}""");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (moved.Status, moved.Code));
        Assert.Contains("X-Api-Key", moved.String("detail"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("CANARY", moved.Text, StringComparison.Ordinal);
        Assert.Equal(webhook.Url, (await host.Webhooks.FindAsync(webhook.Id))!.Url);
    }

    [Theory]
    [InlineData("""{"X-Api-Key":"another"}""")]
    [InlineData("{}")]
    public async Task Given_again_or_taken_away_it_may_move(string headers)
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await MakeAsync(host);

        var moved = await ChangeAsync(host, webhook, $$"""{"url":"{{Elsewhere}}","headers":{{headers}}}""");

        Assert.Equal((HttpStatusCode.OK, Elsewhere), (moved.Status, moved.String("url")));
    }

    [Fact]
    public async Task On_the_same_host_it_stays()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await MakeAsync(host);

        var moved = await ChangeAsync(host, webhook, $$"""{"url":"{{host.Receiver.UrlOf("/sap")}}"}""");
        await host.PostAsync($"/{webhook.Id}/test");

        Assert.Equal(HttpStatusCode.OK, moved.Status);
        Assert.Equal("CANARY-42", host.Receiver.Requests[0].Header("X-Api-Key"));
    }

    private static async Task<WebhookSubscription> MakeAsync(ApiHost host) => (await host.Webhooks.CreateAsync(new()
    {
        Name = "ERP",
        Url = host.Receiver.UrlOf("/erp"),
        EventTypes = ["order.*"],
        Headers = { ["X-Api-Key"] = "CANARY-42" },
    })).Webhook;

    private static Task<ApiAnswer> ChangeAsync(ApiHost host, WebhookSubscription webhook, string json) =>
        host.SendAsync("PATCH", $"/{webhook.Id}", json, headers: ("If-Match", $"\"{webhook.Version}\""));
}
