using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class DeliveryRoutesTests
{
    [Fact]
    public async Task A_list_that_takes_longer_than_five_seconds_is_given_up()
    {
        var clock = new FakeClock();
        var stores = MemoryStores.Open();
        var log = new SlowLog(stores.Log);
        await using var host = await ApiHost.StartAsync(engine =>
        {
            engine.Services.AddSingleton<TimeProvider>(clock);
            engine.UseStores(_ => new WebhookStores(stores.Subscriptions, stores.Deliveries, log));
        });

        var asked = host.GetAsync("/deliveries");
        await log.Asked;
        clock.Advance(TimeSpan.FromSeconds(5));
        var answer = await asked;

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "read_timeout"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_delivery_that_was_resent_without_end_brings_its_first_and_newest_attempts()
    {
        var stores = MemoryStores.Open();
        await using var host = await ApiHost.StartAsync(engine => engine.UseStores(_ => stores with { Log = new LongLog(stores.Log, 151, new string('"', 16 * 1024)) }));
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync();

        var json = System.Text.Json.Nodes.JsonNode.Parse((await host.GetAsync($"/deliveries/{delivery.Id}")).Text)!;

        var attempts = json["attempts"]!.AsArray();
        Assert.Equal((151, 100, 51), ((int)json["delivery"]!["attempts"]!, (int)json["attemptsLeftOut"]!, attempts.Count));
        Assert.Equal((1, 102, 151), ((int)attempts[0]!["number"]!, (int)attempts[1]!["number"]!, (int)attempts[50]!["number"]!));
        Assert.Equal(40, attempts.Count(attempt => (bool)attempt!["answerLeftOut"]! && (string)attempt["answer"]! == ""));
        Assert.Equal(11, attempts.Count(attempt => ((string)attempt!["answer"]!).Length == 16 * 1024));
    }

    [Fact]
    public async Task Deliveries_are_found_by_everything_a_person_has_in_hand()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var one = await host.DeliverAsync(subject: "SO-1001");
        var two = await host.DeliverAsync(subject: "SO-1002");
        var other = await host.SubscribeAsync("/other");

        Assert.Equal([two.Id.ToString(), one.Id.ToString()], await IdsAsync(host, "/deliveries"));
        Assert.Equal([two.Id.ToString()], await IdsAsync(host, "/deliveries?limit=1"));
        Assert.Equal([one.Id.ToString()], await IdsAsync(host, $"/deliveries?limit=1&before={two.Id}"));
        Assert.Equal([one.Id.ToString()], await IdsAsync(host, "/deliveries?subject=SO-1001"));
        Assert.Equal([two.Id.ToString()], await IdsAsync(host, $"/deliveries?event={two.EventId}"));
        Assert.Equal(2, (await IdsAsync(host, $"/deliveries?webhook={webhook.Id}&state=delivered,failed&type=order.shipped&from=2020-01-01T00:00:00Z")).Count);
        Assert.Empty(await IdsAsync(host, $"/deliveries?webhook={other.Id}"));
        Assert.Empty(await IdsAsync(host, "/deliveries?to=2020-01-01"));
        Assert.Empty(await IdsAsync(host, "/deliveries?state=failed"));
    }

    [Theory]
    [InlineData("webhok=whk_1")]
    [InlineData("webhook=1")]
    [InlineData("state=sent")]
    [InlineData("from=yesterday")]
    [InlineData("before=latest")]
    [InlineData("event=%00")]
    [InlineData("subject=%00")]
    [InlineData("type=%00")]
    [InlineData("limit=-1")]
    public async Task A_filter_that_says_nothing_is_an_error(string query)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.GetAsync("/deliveries?" + query);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_delivery_shows_its_attempts_and_its_body_and_what_no_text_is_as_text()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubscribeAsync();
        host.Receiver.Next("/erp", new Answer { Body = new byte[] { (byte)'o', (byte)'k', 0, 0xFF } });
        var delivery = await host.DeliverAsync();

        var shown = (await host.GetAsync($"/deliveries/{delivery.Id}")).Json;
        var attempt = shown.GetProperty("attempts")[0];

        Assert.Equal(("delivered", "none", 1), (shown.GetProperty("delivery").GetProperty("state").GetString(), shown.GetProperty("delivery").GetProperty("failure").GetString(), shown.GetProperty("attempts").GetArrayLength()));
        Assert.Equal((1, "scheduled", 200, "ok\0�"), (attempt.GetProperty("number").GetInt32(), attempt.GetProperty("trigger").GetString(), attempt.GetProperty("statusCode").GetInt32(), attempt.GetProperty("answer").GetString()));
        Assert.NotEmpty(attempt.GetProperty("rule").GetString()!);
        Assert.Equal(host.Receiver.Requests[0].Text, shown.GetProperty("body").GetString());

        var body = await host.GetAsync($"/deliveries/{delivery.Id}/body");
        Assert.Equal(("text/plain; charset=utf-8", host.Receiver.Requests[0].Text), (body.ContentType, body.Text));
        Assert.StartsWith("attachment", body.Disposition, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resend_is_accepted_and_made()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync();

        var answer = await host.PostAsync($"/deliveries/{delivery.Id}/resend");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        await Patience.UntilAsync(async () => (await host.Deliveries.FindAsync(delivery.Id))!.Attempts.Count == 2, () => $"{host.Receiver.Count} requests");
        Assert.Equal(host.Receiver.Requests[0].Text, host.Receiver.Requests[1].Text);
    }

    [Fact]
    public async Task A_test_is_told_apart_from_a_delivery_of_the_same_type()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var order = await host.DeliverAsync();
        var test = (await host.Deliveries.SendTestAsync(webhook.Id, WmsEvents.OrderShipped)).Delivery;

        Assert.Equal([true, false], (await host.GetAsync("/deliveries")).Items.EnumerateArray().Select(item => item.GetProperty("isTest").GetBoolean()));
        Assert.True((await host.GetAsync($"/deliveries/{test}")).Json.GetProperty("delivery").GetProperty("isTest").GetBoolean());
        Assert.False((await host.GetAsync($"/deliveries/{order.Id}")).Json.GetProperty("delivery").GetProperty("isTest").GetBoolean());
    }

    [Fact]
    public async Task What_has_ended_is_not_cancelled_and_what_waits_is()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var ended = await host.DeliverAsync();
        await host.Webhooks.PauseAsync(webhook.Id);
        await host.Services.GetRequiredService<IWebhookDispatcher>().PublishAsync(WmsEvents.OrderShipped, new { orderId = "2" });
        var held = (await host.Deliveries.ListAsync(new DeliveryQuery { States = [DeliveryState.Pending] })).Single();

        Assert.True((await host.GetAsync($"/deliveries/{held.Id}")).Json.GetProperty("delivery").GetProperty("isHeld").GetBoolean());
        Assert.Equal((HttpStatusCode.Conflict, "not_now"), await StatusAsync(host, ended.Id));
        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync($"/deliveries/{held.Id}/cancel")).Status);
        Assert.Equal("cancelled", (await host.GetAsync($"/deliveries/{held.Id}")).Json.GetProperty("delivery").GetProperty("state").GetString());
        Assert.Equal("not_found", (await host.PostAsync("/deliveries/dlv_999/resend")).Code);
    }

    private static async Task<(HttpStatusCode, string?)> StatusAsync(ApiHost host, DeliveryId id)
    {
        var answer = await host.PostAsync($"/deliveries/{id}/cancel");
        return (answer.Status, answer.Code);
    }

    private static async Task<List<string?>> IdsAsync(ApiHost host, string path) =>
        [.. (await host.GetAsync(path)).Items.EnumerateArray().Select(item => item.GetProperty("id").GetString())];
}
