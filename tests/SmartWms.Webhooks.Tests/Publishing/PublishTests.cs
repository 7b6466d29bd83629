using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Publishing;

public sealed partial class PublishTests
{
    // R17
    [Theory]
    [InlineData("smartwms", """{"orderId":"o","lineItems":{"SKU_One":1,"skuTwo":2}}""")]
    [InlineData("wms", """{"order_id":"o","line_items":{"SKU_One":1,"skuTwo":2}}""")]
    [InlineData("standardwebhooks", """{"orderId":"o","lineItems":{"SKU_One":1,"skuTwo":2}}""")]
    public async Task Objects_are_named_as_the_contract_says_and_dictionary_keys_are_never_renamed(string contract, string data)
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => form.Contract = contract);

        await engine.Engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new Order("o", new() { ["SKU_One"] = 1, ["skuTwo"] = 2 }));

        Assert.EndsWith($"\"data\":{data}}}", (await engine.Receiver.WaitForAsync(1))[0].Text, StringComparison.Ordinal);
    }

    // R17
    [Fact]
    public async Task Source_generated_and_raw_JSON_go_out_as_given_in_every_contract()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => form.Contract = "wms");

        await engine.Engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new Order("o", []), OrderJson.Default.Order);
        await engine.Engine.Dispatcher.PublishJsonAsync(WmsEvents.OrderShipped, """{ "orderId" : 1.0, "b":"\u0e01" }"""u8.ToArray());
        var requests = await engine.Receiver.WaitForAsync(2);

        Assert.Contains(requests, request => request.Text.EndsWith("\"data\":{\"OrderId\":\"o\",\"LineItems\":{}}}", StringComparison.Ordinal));
        Assert.Contains(requests, request => request.Text.EndsWith("""{ "orderId" : 1.0, "b":"\u0e01" }}""", StringComparison.Ordinal));
    }

    // R14
    [Fact]
    public async Task The_same_id_type_and_data_again_is_the_same_event()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();

        var first = await engine.PublishAsync("evt_1");
        var again = await engine.PublishAsync("evt_1");
        await engine.IdleAsync();

        Assert.Equal((new Published("evt_1", 1, false), new Published("evt_1", 1, true)), (first, again));
        Assert.Equal(1, engine.Receiver.Count);
        Assert.Equal(0, engine.Lanes.InFlight);
    }

    // R14
    [Theory]
    [InlineData(WmsEvents.OrderShipped, "2")]
    [InlineData(WmsEvents.OrderCreated, "1")]
    public async Task The_same_id_with_anything_else_is_a_conflict_and_nothing_of_the_batch_is_written(string type, string data)
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        await engine.Engine.Dispatcher.PublishAsync([Event("1", "evt_b")]);
        await engine.IdleAsync();

        var conflict = await Assert.ThrowsAsync<WebhookEventConflictException>(
            () => engine.Engine.Dispatcher.PublishAsync([Event("1", "evt_a"), Event(data, "evt_b", type), Event("1", "evt_c")]));

        Assert.Contains("evt_b", conflict.Message, StringComparison.Ordinal);
        await engine.IdleAsync();
        Assert.Equal("evt_b", (await engine.OnlyAsync()).EventId);
        Assert.Equal(1, engine.Receiver.Count);
    }

    // R14: a tenant's ids are its own.
    [Fact]
    public async Task Another_tenant_may_use_the_same_id_for_another_event()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.Engine.Dispatcher.PublishAsync([Event("1", "evt_a", tenant: "one"), Event("2", "evt_a", tenant: "two"), Event("3", "evt_a")]);
    }

    [Fact]
    public async Task A_batch_answers_in_the_order_it_was_given()
    {
        await using var engine = await TimedEngine.StartAsync();
        var published = await engine.Engine.Dispatcher.PublishAsync([Event("1", "evt_c"), Event("1", "evt_a"), Event("1", "evt_b")]);
        Assert.Equal(["evt_c", "evt_a", "evt_b"], published.Select(one => one.EventId));
    }

    // R15
    [Fact]
    public async Task A_webhook_created_between_match_and_store_gets_the_event()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync("/old");
        var adds = 0;
        engine.Store.BeforeAdd = () => Interlocked.Increment(ref adds) == 1 ? engine.SubscribeAsync("/new") : Task.CompletedTask;

        var published = await engine.PublishAsync();

        Assert.Equal((2, 2), (published.Deliveries, adds));
        Assert.Equal(["/new", "/old"], (await engine.Receiver.WaitForAsync(2)).Select(request => request.Path).Order());
        await engine.IdleAsync();
        Assert.Equal(0, engine.Lanes.InFlight);
    }

    // R15, R21
    [Fact]
    public async Task Webhooks_that_change_without_an_end_hold_up_no_publisher()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync("/hook");
        var noisy = await engine.SubscribeAsync("/noisy", form => form.EventTypes = ["order.cancelled"]);
        var adds = 0;
        engine.Store.BeforeAdd = async () => await (++adds % 2 == 1 ? engine.Webhooks.PauseAsync(noisy) : engine.Webhooks.ResumeAsync(noisy));

        var published = await engine.PublishAsync();

        Assert.Equal((1, 2), (published.Deliveries, adds));
        Assert.Equal("/hook", Assert.Single(await engine.Receiver.WaitForAsync(1)).Path);
    }

    // R15: changed, paused and deleted on "another node" hold at the next publish.
    [Fact]
    public async Task A_webhook_deleted_before_the_store_takes_the_event_does_not_get_it()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        var adds = 0;
        engine.Store.BeforeAdd = () => Interlocked.Increment(ref adds) == 1 ? engine.Webhooks.DeleteAsync(webhook) : Task.CompletedTask;

        Assert.Equal(0, (await engine.PublishAsync()).Deliveries);
        await engine.IdleAsync();
        Assert.Equal(0, engine.Receiver.Count);
    }

    // R16
    [Fact]
    public async Task Tenants_match_exactly_and_no_tenant_is_its_own()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync("/none");
        await engine.SubscribeAsync("/x", form => form.TenantId = "x");
        await engine.SubscribeAsync("/X", form => form.TenantId = "X");

        Assert.Equal(1, (await engine.Engine.Dispatcher.PublishAsync(Event("1"))).Deliveries);
        Assert.Equal("/none", (await engine.Receiver.WaitForAsync(1))[0].Path);
        Assert.Equal(1, (await engine.Engine.Dispatcher.PublishAsync(Event("1", tenant: "x"))).Deliveries);
        Assert.Equal("/x", (await engine.Receiver.WaitForAsync(2))[1].Path);
        Assert.Equal(0, (await engine.Engine.Dispatcher.PublishAsync(Event("1", tenant: "y"))).Deliveries);
        await Assert.ThrowsAsync<WebhookInputException>(() => engine.Engine.Dispatcher.PublishAsync(Event("1", tenant: "")));
    }

    // R16
    [Fact]
    public async Task A_webhook_with_channels_gets_only_events_that_share_one()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync("/all");
        await engine.SubscribeAsync("/bkk", form => form.Channels = ["warehouse:BKK1", "warehouse:BKK2"]);

        Assert.Equal(1, (await engine.Engine.Dispatcher.PublishAsync(Event("1"))).Deliveries);
        Assert.Equal(1, (await engine.Engine.Dispatcher.PublishAsync(Event("1", channels: ["warehouse:CNX"]))).Deliveries);
        Assert.Equal(2, (await engine.Engine.Dispatcher.PublishAsync(Event("1", channels: ["owner:1", "warehouse:BKK2"]))).Deliveries);
    }

    // R16
    [Fact]
    public async Task Sensitive_types_go_only_to_those_that_name_them()
    {
        await using var engine = await TimedEngine.StartAsync(build: builder => builder.AddEventType(new WebhookEventType { Name = "salary.paid", IsSensitive = true }));
        await engine.SubscribeAsync("/all");
        await engine.SubscribeAsync("/prefix", form => form.EventTypes = ["user.*", "salary.*"]);
        await engine.SubscribeAsync("/named", form => form.EventTypes = [WmsEvents.UserCreated, "salary.paid"]);

        Assert.Equal(1, (await engine.Engine.Dispatcher.PublishAsync(Event("1", type: WmsEvents.UserCreated))).Deliveries);
        Assert.Equal(1, (await engine.Engine.Dispatcher.PublishAsync(Event("1", type: "salary.paid"))).Deliveries);
        Assert.All(await engine.Receiver.WaitForAsync(2), request => Assert.Equal("/named", request.Path));
    }

    public static TheoryData<string, string, Func<NewWebhookEvent>> BadEvents { get; } = new()
    {
        { "type nobody registered", "AddEventType(\"pallet.moved\")", () => Event("1", type: "pallet.moved") },
        { "type that is none", "Order Shipped", () => Event("1", type: "Order Shipped") },
        { "id", "1 to 128 characters", () => Event("1", "evt 1") },
        { "tenant", "1 to 128 characters", () => Event("1", tenant: new string('t', 129)) },
        { "channels", "at most 5, not 6", () => Event("1", channels: ["1", "2", "3", "4", "5", "6"]) },
        { "half a value", "not one JSON value", () => Event("""{"a":""") },
        { "two values", "not one JSON value", () => Event("1 2") },
        { "subject", "1 to 200 characters", () => NewWebhookEvent.FromJson(WmsEvents.OrderShipped, "1"u8.ToArray(), new() { Subject = new string('s', 201) }) },
        { "body", "262,144", () => Event("\"" + new string('x', 256 * 1024) + "\"") },
        { "unserialisable", "order.shipped cannot be written", () => NewWebhookEvent.Create<Action>(WmsEvents.OrderShipped, () => { }) },
    };

    [Theory]
    [MemberData(nameof(BadEvents))]
    public async Task Bad_input_is_refused_with_value_and_rule_and_nothing_of_its_batch_is_stored(string what, string says, Func<NewWebhookEvent> bad)
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();

        var refusal = await Assert.ThrowsAnyAsync<ArgumentException>(() => engine.Engine.Dispatcher.PublishAsync([Event("1", "evt_good"), bad()]));

        Assert.True(refusal.Message.Contains(says, StringComparison.Ordinal), $"{what}: {refusal.Message}");
        await engine.IdleAsync();
        Assert.Empty(await engine.Deliveries.ListAsync(new DeliveryQuery()));
        Assert.Equal(0, engine.Lanes.InFlight);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_batch_has_1_to_1000_events(int count)
    {
        await using var engine = await TimedEngine.StartAsync();
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => engine.Engine.Dispatcher.PublishAsync([.. Enumerable.Repeat(0, count).Select(_ => Event("1"))]));
        Assert.Contains(count.ToString(CultureInfo.InvariantCulture), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_id_twice_in_a_batch_is_refused()
    {
        await using var engine = await TimedEngine.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Engine.Dispatcher.PublishAsync([Event("1", "evt_1"), Event("1", "evt_1")]));
    }

    [Fact]
    public async Task A_store_failure_reaches_the_caller_and_no_slot_is_lost()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        engine.Store.BeforeAdd = () => throw new IOException("the disk is full");
        for (var time = 0; time < 20; time++)
        {
            await Assert.ThrowsAsync<IOException>(() => engine.PublishAsync());
        }

        Assert.Equal(0, engine.Lanes.InFlight);
        engine.Store.BeforeAdd = null;
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(1);
    }

    // R38
    [Fact]
    public async Task A_subject_is_stored_and_found_but_never_sent()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        await engine.Engine.Dispatcher.PublishAsync([NewWebhookEvent.FromJson(WmsEvents.OrderShipped, "1"u8.ToArray(), new() { Subject = "SO-77" }), Event("1")]);
        var requests = await engine.Receiver.WaitForAsync(2);

        Assert.Equal("SO-77", Assert.Single(await engine.Deliveries.ListAsync(new DeliveryQuery { Subject = "SO-77" })).Subject);
        Assert.All(requests, request => Assert.DoesNotContain("SO-77", request.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_generated_id_is_an_event_id_and_ascends_with_time()
    {
        await using var engine = await TimedEngine.StartAsync();
        var first = await engine.PublishAsync();
        engine.Advance(TimeSpan.FromSeconds(1));
        var second = await engine.PublishAsync();
        Assert.All(new[] { first, second }, published => Assert.Matches("^evt_[A-Za-z0-9_-]{1,124}$", published.EventId));
        Assert.True(string.CompareOrdinal(first.EventId, second.EventId) < 0);
    }

    private static NewWebhookEvent Event(string json, string? id = null, string type = WmsEvents.OrderShipped, string? tenant = null, string[]? channels = null) =>
        NewWebhookEvent.FromJson(type, Encoding.UTF8.GetBytes(json), new WebhookPublishOptions { EventId = id, TenantId = tenant, Channels = channels ?? [] });

    private sealed record Order(string OrderId, Dictionary<string, int> LineItems);

    [JsonSerializable(typeof(Order))]
    private sealed partial class OrderJson : JsonSerializerContext;
}
