using System.Net;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class TestLimitTests
{
    [Fact]
    public async Task A_webhooks_second_test_is_refused_while_the_first_is_under_way()
    {
        await using var host = await ApiHost.StartAsync();
        var (webhook, other) = (await host.SubscribeAsync(), await host.SubscribeAsync("/other"));
        host.Receiver.Next("/erp", Answer.Hanging);
        var first = host.PostAsync($"/{webhook.Id}/test");
        await host.Receiver.WaitForAsync(1);

        var second = await host.PostAsync($"/{webhook.Id}/test");
        var inProcess = await Record.ExceptionAsync(() => host.Deliveries.SendTestAsync(webhook.Id));
        var ofAnother = await host.PostAsync($"/{other.Id}/test");
        host.Receiver.Release();

        Assert.Equal((HttpStatusCode.Conflict, "not_now"), (second.Status, second.Code));
        Assert.Contains("wait for its result", second.String("detail"), StringComparison.Ordinal);
        Assert.IsType<WebhookStateException>(inProcess);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (ofAnother.Status, (await first).Status));
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync($"/{webhook.Id}/test")).Status);
        Assert.Equal(3, host.Receiver.Count);
    }
}
