using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receiver.Tests;

public sealed class FromTheEngineTests
{
    [Theory]
    [InlineData("smartwms", SignatureScheme.SmartWms)]
    [InlineData("wms", SignatureScheme.Wms)]
    [InlineData("standardwebhooks", SignatureScheme.StandardWebhooks)]
    public async Task What_the_engine_sends_arrives_as_an_object_in_every_contract(string contract, SignatureScheme scheme)
    {
        await using var host = await ReceiverHost.StartAsync(options =>
        {
            options.Scheme = scheme;
            options.Secrets.Add(ReceiverHost.StandardSecret);
        });
        await using var engine = await TestEngine.StartAsync();
        await engine.SubscribeAsync(host.Url, form => (form.Contract, form.Secret) = (contract, ReceiverHost.StandardSecret));

        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { OrderId = "ord_789", Carrier = "ไปรษณีย์ไทย" });

        var webhook = (await host.Shipped.WaitForAsync(1))[0];
        Assert.Equal(new OrderShipped("ord_789", "ไปรษณีย์ไทย"), webhook.Data);
        await engine.WaitForAsync(rows => rows is [{ State: DeliveryState.Delivered }]);
    }
}
