using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class StatisticsAndAuditTests
{
    [Fact]
    public async Task Statistics_show_requests_together_and_webhook_by_webhook()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync(tenant: "acme");
        await host.DeliverAsync("acme");

        var together = (await host.GetAsync("/statistics?widthMinutes=15")).Json;
        var each = (await host.GetAsync($"/statistics/webhooks?webhook={webhook.Id}", tenant: "acme")).Items;

        var ofOne = (await host.GetAsync($"/statistics?webhook={webhook.Id}")).Json;

        Assert.Equal((null, webhook.Id.ToString()), (together.GetProperty("webhookId").GetString(), ofOne.GetProperty("webhookId").GetString()));
        Assert.Equal((1, 0), (together.GetProperty("total").GetProperty("delivered").GetInt32(), together.GetProperty("total").GetProperty("failed").GetInt32()));
        Assert.InRange(together.GetProperty("points").GetArrayLength(), 96, 97);
        Assert.True(together.GetProperty("total").GetProperty("p95Ms").GetDouble() > 0);
        Assert.Equal(webhook.Id.ToString(), each[0].GetProperty("webhookId").GetString());
        Assert.Equal(0, (await host.GetAsync("/statistics", tenant: "other")).Json.GetProperty("total").GetProperty("delivered").GetInt32());
        Assert.Equal(0, (await host.GetAsync("/statistics/webhooks", tenant: "other")).Items.GetArrayLength());
    }

    [Fact]
    public async Task What_waits_is_listed_inside_the_tenant()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync(tenant: "acme");
        await host.Webhooks.PauseAsync(webhook.Id);
        await host.Services.GetRequiredService<IWebhookDispatcher>().PublishAsync(
            WmsEvents.OrderShipped, new { orderId = "1" }, new WebhookPublishOptions { TenantId = "acme" });

        var waiting = (await host.GetAsync("/statistics/waiting", tenant: "acme")).Items;

        Assert.Equal((webhook.Id.ToString(), 1), (waiting[0].GetProperty("webhookId").GetString(), waiting[0].GetProperty("count").GetInt32()));
        Assert.Equal(0, (await host.GetAsync("/statistics/waiting", tenant: "other")).Items.GetArrayLength());
    }

    [Theory]
    [InlineData("/statistics?widthMinutes=7", "The width of a point is 00:07:00; it must be a whole multiple of 00:15:00, at most 366 days.")]
    [InlineData("/statistics?from=2026-01-02&to=2026-01-01", "The chart's end (2026-01-01T00:00:00.0000000+00:00) must be after its begin (2026-01-02T00:00:00.0000000+00:00).")]
    [InlineData("/statistics?from=2020-01-01&to=2026-01-01&widthMinutes=15", "The chart would have 210432 points; 1000 is the most. Choose a greater width.")]
    [InlineData("/audit?before=x", "'before' is not an id as this API gives them.")]
    [InlineData("/audit?webhook=x", "'webhook' is not an id as this API gives them.")]
    public async Task A_question_that_has_no_answer_is_refused(string path, string why)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.GetAsync(path);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (answer.Status, answer.Code));
        Assert.Equal(why, answer.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_trail_tells_which_user_did_what()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync(tenant: "acme");
        await host.SendAsync("POST", $"/{webhook.Id}/pause", tenant: "acme");
        await host.SendAsync("POST", $"/{webhook.Id}/resume", tenant: "acme");

        var all = (await host.GetAsync("/audit")).Items;
        var page = (await host.GetAsync($"/audit?webhook={webhook.Id}&limit=1", tenant: "acme")).Json;

        Assert.Equal([("resumed", ApiHost.Manager), ("paused", ApiHost.Manager), ("created", null)],
            all.EnumerateArray().Select(entry => (entry.GetProperty("action").GetString(), entry.GetProperty("actor").GetString())));
        Assert.Equal(page.GetProperty("items")[0].GetProperty("id").GetString(), page.GetProperty("next").GetString());
        Assert.Equal(0, (await host.GetAsync("/audit", tenant: "other")).Items.GetArrayLength());
    }
}
