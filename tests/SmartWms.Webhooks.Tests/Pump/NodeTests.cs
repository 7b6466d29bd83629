using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Tests.Pump;

public sealed class NodeTests
{
    [Fact]
    public async Task Each_node_is_listed_with_its_role_and_goes_when_it_stops()
    {
        await using var nodes = await TwoNodes.CreateAsync();
        var a = await nodes.StartAsync("a");
        var b = await nodes.StartAsync("b", options => options.Pump.Enabled = false);

        var list = await TwoNodes.NodesOf(a).ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([("a", NodeRole.Delivers, true, true), ("b", NodeRole.PublishesOnly, false, true)], list.Select(node => (node.Name, node.Role, node.IsThisNode, node.IsLive)));
        Assert.All(list, node => Assert.Equal((NodeState.Running, 0, nodes.Clock.GetUtcNow()), (node.State, node.InFlight, node.StartedAt)));
        await b.StopAsync();

        Assert.Equal(["a"], (await TwoNodes.NodesOf(a).ListAsync(TestContext.Current.CancellationToken)).Select(node => node.Name));
    }

    [Fact]
    public async Task On_a_store_that_keeps_no_nodes_this_one_is_listed()
    {
        await using var engine = await EndToEnd.TimedEngine.StartAsync(configure: options => options.Pump.NodeName = "alone");

        var node = Assert.Single(await engine.Engine.Services.GetRequiredService<IWebhookNodes>().ListAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("alone", true, true), (node.Name, node.IsThisNode, node.IsLive));
    }

    [Fact] // R12
    public async Task A_rate_limit_is_divided_among_the_live_delivering_nodes()
    {
        await using var nodes = await TwoNodes.CreateAsync();
        var a = await nodes.StartAsync("a");
        await nodes.StartAsync("publishes", options => options.Pump.Enabled = false);
        Assert.Empty(a.Logs.WithId(1205));

        var b = await nodes.StartAsync("b");
        await TwoNodes.BeatAsync(a);
        await a.Logs.WaitForAsync(line => line.EventId.Id == 1205 && line.Message.Contains("2 nodes", StringComparison.Ordinal));
        Assert.Contains("2 nodes", Assert.Single(b.Logs.WithId(1205)).Message, StringComparison.Ordinal);

        await TwoNodes.NodesOf(b).DrainAsync(TestContext.Current.CancellationToken);
        await nodes.UntilAsync(() => a.Logs.WithId(1205).Count == 2);
        Assert.Contains("1 nodes", a.Logs.WithId(1205)[1].Message, StringComparison.Ordinal);
    }

    [Fact] // R29
    public async Task A_node_that_only_publishes_goes_by_the_stores_clock_and_says_once_that_its_own_is_off()
    {
        await using var nodes = await TwoNodes.CreateAsync();
        nodes.StoreAhead = TimeSpan.FromSeconds(90);
        var node = await nodes.StartAsync("a", options => options.Pump.Enabled = false);
        Assert.Equal(nodes.StoreAhead, node.Services.GetRequiredService<EngineClock>().Offset);
        Assert.Equal(nodes.Clock.GetUtcNow() + nodes.StoreAhead, Assert.Single(await TwoNodes.NodesOf(node).ListAsync(TestContext.Current.CancellationToken)).LastSeenAt);
        Assert.Single(node.Logs.WithId(1609));

        nodes.StoreAhead = TimeSpan.FromSeconds(91);
        await nodes.UntilAsync(() => node.Services.GetRequiredService<EngineClock>().Offset == nodes.StoreAhead);
        Assert.Single(node.Logs.WithId(1609));

        nodes.StoreAhead = TimeSpan.FromSeconds(-60);
        await nodes.UntilAsync(() => node.Logs.WithId(1609).Count == 2);
    }

    [Fact]
    public async Task A_drained_node_takes_nothing_more_and_another_takes_over()
    {
        await using var nodes = await TwoNodes.CreateAsync();
        var a = await nodes.StartAsync("a");
        await a.SubscribeAsync(nodes.Receiver.UrlOf("/hook"), form => form.MaxInFlight = 8);
        nodes.Receiver.Next("/hook", Answer.Hanging);
        await TwoNodes.PublishAsync(a, "evt_1");
        await nodes.Receiver.WaitForAsync(1);

        var draining = TwoNodes.NodesOf(a).DrainAsync(TestContext.Current.CancellationToken);
        await TwoNodes.PublishAsync(a, "evt_2");
        Assert.False(draining.IsCompleted);
        var b = await nodes.StartAsync("b");
        await nodes.Receiver.WaitForAsync(2);
        nodes.Receiver.Release();
        await draining;

        await a.WaitForAsync(page => page.Count == 2 && page.All(row => row.State == DeliveryState.Delivered));
        Assert.Equal("b", (await a.Deliveries.FindAsync((await a.Deliveries.ListAsync(new DeliveryQuery()))[0].Id))!.Attempts[0].Node);
        Assert.Equal(NodeState.Draining, (await TwoNodes.NodesOf(b).ListAsync(TestContext.Current.CancellationToken))[0].State);
        Assert.Single(a.Logs.WithId(1206));

        await TwoNodes.NodesOf(b).DrainAsync(TestContext.Current.CancellationToken);
        await TwoNodes.PublishAsync(a, "evt_3");
        await TwoNodes.NodesOf(a).ResumeAsync(TestContext.Current.CancellationToken);
        await nodes.Receiver.WaitForAsync(3);
        Assert.Single(a.Logs.WithId(1207));
    }

    [Fact] // R11
    public async Task A_day_that_the_old_receiver_asks_for_does_not_hold_a_webhook_that_was_moved_on_another_node()
    {
        await using var nodes = await TwoNodes.CreateAsync();
        var a = await nodes.StartAsync("a");
        var b = await nodes.StartAsync("b", options => options.Pump.Enabled = false);
        var webhook = await a.SubscribeAsync(nodes.Receiver.UrlOf("/old"));
        nodes.Receiver.Next("/old", Answer.With(429, "", ("Retry-After", "86400")) with { HangsUntilReleased = true });
        await TwoNodes.PublishAsync(a);
        await nodes.Receiver.WaitForAsync(1);

        var version = (await b.Webhooks.FindAsync(webhook))!.Version;
        await b.Webhooks.UpdateAsync(webhook, new WebhookSubscriptionUpdate { Url = nodes.Receiver.UrlOf("/new") }, version);
        nodes.Receiver.Release();
        await a.WaitForAsync(page => page is [{ State: DeliveryState.Pending, Attempts: 1 }]);

        Assert.Null((await b.Webhooks.FindAsync(webhook))!.WaitUntil);
    }

    [Fact]
    public async Task A_node_that_has_stopped_is_gone_and_nothing_that_ends_late_brings_it_back()
    {
        await using var nodes = await TwoNodes.CreateAsync();
        var a = await nodes.StartAsync("a");
        var b = await nodes.StartAsync("b");

        await a.StopAsync();
        await TwoNodes.BeatAsync(a);

        Assert.Equal("b", Assert.Single(await TwoNodes.NodesOf(b).ListAsync(TestContext.Current.CancellationToken)).Name);
    }

    [Fact]
    public async Task Who_drained_and_resumed_a_node_is_written_down_before_the_drain_has_ended()
    {
        await using var nodes = await TwoNodes.CreateAsync();
        var a = await nodes.StartAsync("a");
        var b = await nodes.StartAsync("b", options => options.Pump.Enabled = false);
        await a.SubscribeAsync(nodes.Receiver.UrlOf("/hook"));
        nodes.Receiver.Next("/hook", Answer.Hanging);
        await TwoNodes.PublishAsync(a);
        await nodes.Receiver.WaitForAsync(1);
        using var actor = WebhookActor.Begin("somchai");

        var draining = TwoNodes.NodesOf(a).DrainAsync(TestContext.Current.CancellationToken);
        Assert.Equal((AuditAction.NodeDrained, "a", "somchai", null, null), (await TrailAsync(b, TenantScope.All))[0]);
        Assert.False(draining.IsCompleted);
        nodes.Receiver.Release();
        await draining;
        await TwoNodes.NodesOf(a).DrainAsync(TestContext.Current.CancellationToken);
        await TwoNodes.NodesOf(a).ResumeAsync(TestContext.Current.CancellationToken);
        await TwoNodes.NodesOf(a).ResumeAsync(TestContext.Current.CancellationToken);

        Assert.Equal([AuditAction.NodeResumed, AuditAction.NodeDrained, AuditAction.Created], (await TrailAsync(b, TenantScope.All)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task No_tenant_sees_what_was_done_to_a_node_not_even_that_of_rows_without_one()
    {
        await using var nodes = await TwoNodes.CreateAsync();
        var a = await nodes.StartAsync("a", options => options.Pump.Enabled = false);
        foreach (var name in (string[])["first", "second", "third"])
        {
            await a.SubscribeAsync("http://127.0.0.1:9999/", form => form.Name = name);
            await TwoNodes.NodesOf(a).DrainAsync(TestContext.Current.CancellationToken);
            await TwoNodes.NodesOf(a).ResumeAsync(TestContext.Current.CancellationToken);
        }

        var first = await a.Services.GetRequiredService<IWebhookAudit>().ListAsync(new AuditQuery { Tenant = TenantScope.Only(null), PageSize = 2 }, TestContext.Current.CancellationToken);
        var second = await a.Services.GetRequiredService<IWebhookAudit>().ListAsync(
            new AuditQuery { Tenant = TenantScope.Only(null), PageSize = 2, Before = first[^1].Id }, TestContext.Current.CancellationToken);

        Assert.Equal([3L, 2L, 1L], first.Concat(second).Select(entry => entry.Webhook!.Value.Value));
        Assert.Equal(2, first.Count);
        Assert.Empty(await TrailAsync(a, TenantScope.Only("")));
        Assert.Equal(9, (await TrailAsync(a, TenantScope.All)).Count);
    }

    [Fact] // R11, R15
    public async Task A_lane_that_waits_here_is_free_at_once_when_its_webhook_is_enabled_elsewhere()
    {
        await using var nodes = await TwoNodes.CreateAsync();
        var a = await nodes.StartAsync("a", options => options.Pump.Enabled = false);
        var b = await nodes.StartAsync("b");
        var webhook = await a.SubscribeAsync(nodes.Receiver.UrlOf("/hook"));
        nodes.Receiver.Next("/hook", Answer.With(429, "", ("Retry-After", "3600")));
        await TwoNodes.PublishAsync(a, "evt_1");
        TwoNodes.Look(b);
        await nodes.Receiver.WaitForAsync(1);
        await b.WaitForAsync(page => page is [{ State: DeliveryState.Pending, Attempts: 1 }]);

        await a.Webhooks.PauseAsync(webhook);
        await a.Webhooks.EnableAsync(webhook);
        await TwoNodes.PublishAsync(a, "evt_2");

        TwoNodes.Look(b);
        await nodes.Receiver.WaitForAsync(2);
    }

    private static async Task<List<(AuditAction Action, string Detail, string? Actor, SubscriptionId? Webhook, string? Tenant)>> TrailAsync(TestEngine engine, TenantScope tenant) =>
        [.. (await engine.Services.GetRequiredService<IWebhookAudit>().ListAsync(new AuditQuery { Tenant = tenant }, TestContext.Current.CancellationToken))
            .Select(entry => (entry.Action, entry.Detail, entry.Actor, entry.Webhook, entry.TenantId))];
}
