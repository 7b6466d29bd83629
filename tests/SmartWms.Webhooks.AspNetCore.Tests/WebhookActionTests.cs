using System.Net;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class WebhookActionTests
{
    [Fact]
    public async Task Pause_with_a_reason_and_without_resume_and_enable()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        var paused = await host.PostAsync($"/{webhook.Id}/pause", """{"reason":"ERP is being moved"}""");
        Assert.Equal(("paused", "ERP is being moved"), (paused.String("state"), paused.String("stateReason")));
        Assert.Equal("active", (await host.PostAsync($"/{webhook.Id}/resume")).String("state"));
        Assert.Equal("paused", (await host.PostAsync($"/{webhook.Id}/pause")).String("state"));
        Assert.Equal("active", (await host.PostAsync($"/{webhook.Id}/enable")).String("state"));
        var without = (await host.PostAsync($"/{webhook.Id}/pause")).String("stateReason");
        await host.PostAsync($"/{webhook.Id}/resume");
        Assert.Equal(without, (await host.PostAsync($"/{webhook.Id}/pause", """{"reason":" "}""")).String("stateReason"));
        Assert.Equal("invalid", (await host.PostAsync($"/{webhook.Id}/pause", """{"reason":"\u0000"}""")).Code);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await FormAsync(host, $"/{webhook.Id}/pause")).StatusCode);
    }

    [Fact]
    public async Task All_are_paused_and_resumed()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubscribeAsync();
        await host.SubscribeAsync();

        Assert.Equal("invalid", (await host.PostAsync("/pause", """{"tenantId":"acme"}""")).Code);
        Assert.Equal("invalid", (await host.PostAsync("/pause?text=erp")).Code);
        Assert.Equal(2, (await host.PostAsync("/pause")).Json.GetProperty("count").GetInt32());
        Assert.Equal(2, (await host.PostAsync("/resume")).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_rotation_shows_the_new_secret_once_and_activation_ends_it()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        var rotated = await host.PostAsync($"/{webhook.Id}/rotate", """{"overlapSeconds":3600}""");
        var again = await host.PostAsync($"/{webhook.Id}/rotate");
        var activated = await host.PostAsync($"/{webhook.Id}/activate");
        var own = await host.PostAsync($"/{webhook.Id}/rotate", """{"secret":"a-secret-of-our-own","overlapSeconds":0}""");

        Assert.StartsWith("whsec_", rotated.String("secret"), StringComparison.Ordinal);
        Assert.NotNull(rotated.Json.GetProperty("webhook").GetProperty("rotationEndsAt").GetString());
        Assert.Equal((HttpStatusCode.Conflict, "not_now"), (again.Status, again.Code));
        Assert.Null(activated.String("rotationEndsAt"));
        Assert.DoesNotContain(rotated.String("secret")!, activated.Text, StringComparison.Ordinal);
        Assert.Equal("a-secret-of-our-own", own.String("secret"));
    }

    [Fact]
    public async Task A_test_is_sent_at_once_and_its_result_returned()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        host.Receiver.Next("/erp", Answer.With(503, "<b>busy</b>"));

        var failed = await host.PostAsync($"/{webhook.Id}/test", """{"eventType":"order.shipped"}""");
        var sent = await host.PostAsync($"/{webhook.Id}/test");
        var notAsked = await host.PostAsync($"/{webhook.Id}/test", """{"eventType":"inventory.low"}""");

        Assert.False(failed.Json.GetProperty("succeeded").GetBoolean());
        Assert.Equal((503, "<b>busy</b>"), (failed.Json.GetProperty("attempt").GetProperty("statusCode").GetInt32(), failed.Json.GetProperty("attempt").GetProperty("answer").GetString()));
        Assert.True(sent.Json.GetProperty("succeeded").GetBoolean());
        Assert.Equal("invalid", notAsked.Code);
        Assert.Equal(2, host.Receiver.Count);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync($"/deliveries/{sent.String("deliveryId")}")).Status);
    }

    [Fact]
    public async Task What_failed_since_a_time_is_sent_again_only_while_the_webhook_is_active()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = (await host.Webhooks.CreateAsync(new NewWebhookSubscription
        {
            Name = "ERP",
            Url = host.Receiver.UrlOf("/erp"),
            EventTypes = ["order.*"],
            Contract = "wms",
            Schedule = [TimeSpan.FromSeconds(1)],
        })).Webhook;
        host.Receiver.Next("/erp", Answer.With(500), Answer.With(500));
        var failed = await host.DeliverAsync();
        Assert.Equal(DeliveryState.Failed, failed.State);

        await host.Webhooks.PauseAsync(webhook.Id);
        var paused = await host.PostAsync($"/{webhook.Id}/recover", """{"since":"2020-01-01T00:00:00Z"}""");
        await host.Webhooks.ResumeAsync(webhook.Id);
        var recovered = await host.PostAsync($"/{webhook.Id}/recover", """{"since":"2020-01-01T00:00:00Z"}""");

        Assert.Equal((HttpStatusCode.Conflict, "not_now"), (paused.Status, paused.Code));
        Assert.Equal(1, recovered.Json.GetProperty("count").GetInt32());
        await Patience.UntilAsync(
            async () => (await host.Deliveries.FindAsync(failed.Id))!.Delivery.State == DeliveryState.Delivered, () => "not delivered");
        Assert.Equal("invalid", (await host.PostAsync($"/{webhook.Id}/recover", """{"since":"05/06/2026"}""")).Code);
        var missing = await host.PostAsync($"/{webhook.Id}/recover", "{}");
        Assert.Equal("invalid", missing.Code);
        Assert.StartsWith("'since' is missing", missing.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> FormAsync(ApiHost host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks" + path) { Content = new FormUrlEncodedContent([new("reason", "x")]) };
        request.Headers.Add(HeaderSignIn.Header, ApiHost.Manager);
        return await host.Client.SendAsync(request);
    }
}
