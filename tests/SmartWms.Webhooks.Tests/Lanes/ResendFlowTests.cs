using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Lanes;

/// <summary>R9 for what people send again: it goes past lanes and circuits, and must not take the node with it.</summary>
public sealed class ResendFlowTests
{
    private const int Resends = 200;

    [Fact]
    public async Task Hundreds_of_resends_to_a_receiver_that_hangs_hold_up_neither_deliveries_nor_resends_to_another()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await TestEngine.StartAsync(build: builder => builder.UseInMemory());
        await engine.SubscribeAsync(receiver.UrlOf("/hangs"), form => form.EventTypes = ["order.shipped"]);
        await engine.SubscribeAsync(receiver.UrlOf("/healthy"), form => form.EventTypes = ["order.created"]);
        await PublishAsync(engine, WmsEvents.OrderShipped, Resends);
        await PublishAsync(engine, WmsEvents.OrderCreated, 1);
        await engine.WaitForAsync(page => page.Count > 0 && page.All(row => row.State == DeliveryState.Delivered));
        await receiver.WaitForAsync(Resends + 1);
        var healthy = Assert.Single(await engine.Deliveries.ListAsync(new DeliveryQuery { EventType = "order.created" }));
        var hanging = await engine.Deliveries.ListAsync(new DeliveryQuery { EventType = "order.shipped", PageSize = Resends });
        Assert.Equal(Resends, hanging.Count);

        receiver.Always("/hangs", Answer.Hanging);
        foreach (var row in hanging)
        {
            await engine.Deliveries.ResendAsync(row.Id);
        }

        await receiver.WaitForAsync(Resends + 1 + 8);
        await PublishAsync(engine, WmsEvents.OrderCreated, 1);
        await receiver.WaitForAsync(request => request.Path == "/healthy", 2);
        await engine.Deliveries.ResendAsync(healthy.Id);
        await receiver.WaitForAsync(request => request.Path == "/healthy", 3);

        Assert.InRange(receiver.Requests.Count(request => request.Path == "/hangs") - Resends, 8, 15);      // its own limit, and what one claim may bring above it
        receiver.Always("/hangs", Answer.Ok);
        receiver.Release();
        await receiver.WaitForAsync(request => request.Path == "/hangs", 2 * Resends);
    }

    private static async Task PublishAsync(TestEngine engine, string type, int count) => await engine.Dispatcher.PublishAsync(
        [.. Enumerable.Range(0, count).Select(_ => NewWebhookEvent.FromJson(type, "{}"u8.ToArray()))], TestContext.Current.CancellationToken);
}
