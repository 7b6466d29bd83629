using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Addresses;

/// <summary>R9 where the trouble begins before the first packet: name servers that do not answer, asked as Linux asks them, on a thread that waits.</summary>
public sealed class SilentNameServerTests
{
    private const int Webhooks = 300;

    [Fact]
    public async Task Hundreds_of_webhooks_with_silent_name_servers_fail_as_such_and_hold_up_neither_another_nor_the_process()
    {
        using var resolver = new SilentResolver();
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await StartAsync(resolver);
        await engine.SubscribeAsync($"http://good.example.com:{new Uri(receiver.UrlOf("/")).Port}/", form => form.EventTypes = ["order.created"]);
        await engine.Dispatcher.PublishAsync(Protocol.WmsEvents.OrderCreated, new { number = 0 });
        await receiver.WaitForAsync(1);
        for (var number = 0; number < Webhooks; number++)
        {
            await engine.SubscribeAsync($"http://silent{number}.example.com/", form => form.EventTypes = ["order.shipped"]);
        }

        await engine.Dispatcher.PublishAsync(Protocol.WmsEvents.OrderShipped, new { number = 1 });
        await resolver.WaitForAsync(NameLookups.MaxUnprovenOfTenant);
        await engine.Dispatcher.PublishAsync(Protocol.WmsEvents.OrderCreated, new { number = 2 });

        await receiver.WaitForAsync(2);
        Assert.Equal(NameLookups.MaxUnprovenOfTenant, resolver.Silent.Count);
        var failed = await engine.WaitForAsync(page => page.Any(row => row.EventType == "order.shipped" && row.Attempts > 0));
        Assert.Equal(FailureClass.Lookup, failed.First(row => row.EventType == "order.shipped" && row.Attempts > 0).Failure);
    }

    [Fact]
    public async Task The_new_webhook_of_one_tenant_is_looked_up_beside_the_silent_ones_of_another()
    {
        using var resolver = new SilentResolver();
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await StartAsync(resolver);
        for (var number = 0; number < 50; number++)
        {
            await engine.SubscribeAsync($"http://silent{number}.example.com/", form => form.TenantId = "acme");
        }

        await engine.SubscribeAsync($"http://good.example.com:{new Uri(receiver.UrlOf("/")).Port}/", form => form.TenantId = "globex");
        await engine.Dispatcher.PublishAsync(Protocol.WmsEvents.OrderShipped, new { number = 1 }, new WebhookPublishOptions { TenantId = "acme" });
        await resolver.WaitForAsync(NameLookups.MaxUnprovenOfTenant);

        await engine.Dispatcher.PublishAsync(Protocol.WmsEvents.OrderShipped, new { number = 2 }, new WebhookPublishOptions { TenantId = "globex" });

        await receiver.WaitForAsync(1);
    }

    private static Task<TestEngine> StartAsync(SilentResolver resolver)
    {
        var policy = new AddressPolicy { AllowHttp = true, AllowedPorts = [new PortRange(1, 65535)], AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };
        var guard = new AddressGuard(policy, resolver.Lookups(TimeSpan.FromMilliseconds(500)).LookUpAsync, () => []);
        return TestEngine.StartAsync(
            options => options.Addresses = policy,
            builder =>
            {
                builder.Services.Replace(ServiceDescriptor.Singleton(guard));
                return builder.UseInMemory();
            });
    }
}
