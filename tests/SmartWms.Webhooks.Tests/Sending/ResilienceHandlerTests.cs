#pragma warning disable EXTEXP0001      // RemoveAllResilienceHandlers is marked as experimental
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Sending;

/// <summary>R31: what Microsoft.Extensions.Http.Resilience does to a request. On the real clock: its pipelines are made with the container's, and when disposed they wait by it for what still runs.</summary>
public sealed class ResilienceHandlerTests
{
    [Fact]
    public async Task The_standard_handler_as_the_hosts_default_makes_one_POST_of_an_attempt() => Assert.Equal(1, await PostsOfOneAttemptAsync(WithTheHostsDefault));

    // Only where the host allows it to send again it can be seen that the handler is there, and that it is gone.
    [Fact]
    public async Task Where_it_may_send_again_it_does_and_the_three_calls_take_it_off()
    {
        Assert.Equal(4, await PostsOfOneAttemptAsync(WithTheHostsDefault, mayRetry: true));
        Assert.Equal(1, await PostsOfOneAttemptAsync(builder => WithTheThreeCalls(WithTheHostsDefault(builder), new()), mayRetry: true));
        Assert.Equal(1, await PostsOfOneAttemptAsync(builder => NeverForUnsafeMethods(WithTheHostsDefault(builder)), mayRetry: true));
    }

    [Fact]
    public async Task The_circuit_breaker_cuts_off_one_failing_receiver_and_no_other()
    {
        var opened = new TaskCompletionSource();
        var breaker = new HttpCircuitBreakerStrategyOptions
        {
            MinimumThroughput = 2,
            BreakDuration = TimeSpan.FromHours(1),
            OnOpened = _ =>
            {
                opened.TrySetResult();
                return default;
            },
        };
        await using var failing = await ScriptedReceiver.StartAsync();
        await using var other = await ScriptedReceiver.StartAsync();
        await using var engine = await TestEngine.StartAsync(build: builder => WithTheThreeCalls(builder, breaker).UseInMemory());
        failing.Always("/hook", Answer.With(500));
        await engine.SubscribeAsync(failing.UrlOf("/hook"));
        await PublishAsync(engine);
        await PublishAsync(engine);
        await Patience.WithinAsync(opened.Task, () => $"{failing.Count} requests did not open the circuit");

        await engine.SubscribeAsync(other.UrlOf("/hook"));
        await PublishAsync(engine);
        await engine.WaitForAsync(rows => rows.Count(row => row.State == DeliveryState.Delivered) == 1);
        var refused = await engine.Logs.WaitForAsync(line => line.EventId.Id == 1402);

        Assert.Contains("BrokenCircuitException", refused.Message, StringComparison.Ordinal);
        Assert.Equal((2, 1), (failing.Count, other.Count));
    }

    private static async Task<int> PostsOfOneAttemptAsync(Func<WmsWebhooksBuilder, WmsWebhooksBuilder> build, bool mayRetry = false)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always("/hook", Answer.With(500));
        await using (var engine = await TestEngine.StartAsync(options => options.Sending.AllowInProcessRetries = mayRetry, builder => build(builder).UseInMemory()))
        {
            await engine.SubscribeAsync(receiver.UrlOf("/hook"));
            await PublishAsync(engine);
            await engine.WaitForAsync(rows => rows is [{ State: DeliveryState.Pending, Attempts: 1 }]);
        }

        return receiver.Count;      // nothing runs any more
    }

    private static Task<Published> PublishAsync(TestEngine engine) => engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" });

    private static WmsWebhooksBuilder WithTheHostsDefault(WmsWebhooksBuilder builder)
    {
        builder.Services.ConfigureHttpClientDefaults(client => client.AddStandardResilienceHandler(standard => standard.Retry.Delay = TimeSpan.Zero));
        return builder;
    }

    /// <summary>As the README shows them.</summary>
    private static WmsWebhooksBuilder WithTheThreeCalls(WmsWebhooksBuilder builder, HttpCircuitBreakerStrategyOptions breaker)
    {
        builder.HttpClient
            .RemoveAllResilienceHandlers()
            .AddResilienceHandler("webhooks", pipeline => pipeline
                .AddCircuitBreaker(breaker)
                .AddTimeout(TimeSpan.FromSeconds(10)))
            .SelectPipelineByAuthority();
        return builder;
    }

    /// <summary>The README's other way.</summary>
    private static WmsWebhooksBuilder NeverForUnsafeMethods(WmsWebhooksBuilder builder)
    {
        builder.HttpClient.RemoveAllResilienceHandlers().AddStandardResilienceHandler(standard => standard.Retry.DisableForUnsafeHttpMethods()).SelectPipelineByAuthority();
        return builder;
    }
}
