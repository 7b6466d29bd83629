using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Sending;

/// <summary>HTTP/2 for those who ask for it, where a receiver offers it over TLS.</summary>
public sealed class Http2Tests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, HttpProtocols.Http1AndHttp2, "HTTP/1.1")]
    [InlineData(true, HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData(true, HttpProtocols.Http1, "HTTP/1.1")]
    public async Task It_is_used_where_host_and_receiver_allow_it(bool isAllowed, HttpProtocols offered, string used)
    {
        var protocol = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await ReceiverAsync(offered, isSecure: true, context =>
        {
            protocol.TrySetResult(context.Request.Protocol);
            return Task.CompletedTask;
        });

        var row = await DeliverAsync(UrlOf(receiver), isAllowed);

        Assert.Equal((DeliveryState.Delivered, used), (row.State, await protocol.Task));
    }

    [Fact]
    public async Task Without_TLS_it_is_HTTP_1_1()
    {
        var protocol = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await ReceiverAsync(HttpProtocols.Http1AndHttp2, isSecure: false, context =>
        {
            protocol.TrySetResult(context.Request.Protocol);
            return Task.CompletedTask;
        });

        var row = await DeliverAsync(UrlOf(receiver), isAllowed: true);

        Assert.Equal((DeliveryState.Delivered, "HTTP/1.1"), (row.State, await protocol.Task));
    }

    [Theory]
    [InlineData("reset before the answer", FailureClass.ConnectionLost)]
    [InlineData("reset within the body", FailureClass.ConnectionLost)]
    [InlineData("headers beyond the limit", FailureClass.ConnectionLost)]      // HTTP/2 tells a receiver the limit, and ends what exceeds it with a reset
    public async Task What_a_receiver_does_wrong_on_it_has_its_class(string what, FailureClass expected)
    {
        await using var receiver = await ReceiverAsync(HttpProtocols.Http1AndHttp2, isSecure: true, async context =>
        {
            switch (what)
            {
                case "headers beyond the limit":
                    context.Response.Headers["X-Long"] = Enumerable.Repeat(new string('a', 4_000), 10).ToArray();
                    break;
                case "reset within the body":
                    await context.Response.Body.WriteAsync("{"u8.ToArray(), Stop);
                    await context.Response.Body.FlushAsync(Stop);
                    context.Abort();
                    break;
                default:
                    context.Abort();
                    break;
            }
        });

        var row = await DeliverAsync(UrlOf(receiver), isAllowed: true);

        Assert.Equal((DeliveryState.Pending, expected), (row.State, row.Failure));
    }

    [Fact]
    public async Task The_address_guard_stands_before_it_too()
    {
        await using var receiver = await ReceiverAsync(HttpProtocols.Http1AndHttp2, isSecure: true, _ => Task.CompletedTask);
        await using var engine = await StartAsync(isAllowed: true);
        var webhook = await engine.SubscribeAsync(UrlOf(receiver));

        // As if it had been registered under another policy.
        var store = engine.Services.GetRequiredService<ISubscriptionStore>();
        await store.UpdateAsync((await store.GetAsync(webhook, Stop))! with { Url = UrlOf(receiver).Replace("127.0.0.1", "169.254.169.254", StringComparison.Ordinal) }, Stop);
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, 1, cancellationToken: Stop);

        Assert.Equal(FailureClass.AddressBlocked, (await engine.WaitForAsync(page => page is [{ Attempts: 1 }]))[0].Failure);
    }

    private static async Task<DeliverySummary> DeliverAsync(string url, bool isAllowed)
    {
        await using var engine = await StartAsync(isAllowed);
        await engine.SubscribeAsync(url);
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, 1, cancellationToken: Stop);
        return (await engine.WaitForAsync(page => page is [{ Attempts: 1, State: not DeliveryState.Sending }]))[0];
    }

    private static Task<TestEngine> StartAsync(bool isAllowed) => TestEngine.StartAsync(
        options => options.Sending.AllowHttp2 = isAllowed,
        builder => builder.UseInMemory().ConfigureHandler(handler => handler.SslOptions.CertificateChainPolicy = TestCertificates.Trust));

    private static async Task<WebApplication> ReceiverAsync(HttpProtocols offered, bool isSecure, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = offered;
            if (isSecure)
            {
                listen.UseHttps(TestCertificates.Issue(["127.0.0.1"]));
            }
        }));
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync(Stop);
        return application;
    }

    private static string UrlOf(WebApplication receiver) =>
        receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";
}
