#pragma warning disable EXTEXP0001      // RemoveAllResilienceHandlers is marked as experimental
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Sending;

/// <summary>R31: what Microsoft.Extensions.Http.Resilience does to a request.</summary>
public sealed class ResilienceHandlerTests
{
    [Fact]
    public async Task The_standard_handler_as_the_hosts_default_makes_one_POST_and_one_attempt()
    {
        await using var engine = await TimedEngine.StartAsync(build: WithTheHostsDefault);

        Assert.Equal((1, 1), await FailOnceAsync(engine));
    }

    // Only here it can be seen that the handler is there, and that it is gone.
    [Fact]
    public async Task Where_the_host_allows_it_to_send_again_it_does_and_the_three_calls_take_it_off()
    {
        await using var multiplied = await TimedEngine.StartAsync(configure: AllowRetries, build: WithTheHostsDefault);
        await using var removed = await TimedEngine.StartAsync(configure: AllowRetries, build: builder => WithTheThreeCalls(WithTheHostsDefault(builder), new()));
        await using var neverUnsafe = await TimedEngine.StartAsync(configure: AllowRetries, build: builder => NeverForUnsafeMethods(WithTheHostsDefault(builder)));

        Assert.Equal((4, 1), await FailOnceAsync(multiplied));
        Assert.Equal((1, 1), await FailOnceAsync(removed));
        Assert.Equal((1, 1), await FailOnceAsync(neverUnsafe));

        static void AllowRetries(WmsWebhooksOptions options) => options.Sending.AllowInProcessRetries = true;
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
        await using var other = await ScriptedReceiver.StartAsync();
        await using var engine = await TimedEngine.StartAsync(build: builder => WithTheThreeCalls(builder, breaker));
        engine.Receiver.Always("/hook", Answer.With(500));
        await engine.SubscribeAsync();
        await engine.PublishAsync();
        await engine.PublishAsync();
        await Patience.WithinAsync(opened.Task, () => $"{engine.Receiver.Count} requests did not open the circuit");

        await engine.Engine.SubscribeAsync(other.UrlOf("/hook"));
        await engine.PublishAsync();
        await engine.IdleAsync();

        Assert.Equal((2, 1), (engine.Receiver.Count, other.Count));
        Assert.Contains("BrokenCircuitException", Assert.Single(engine.Engine.Logs.WithId(1402)).Message, StringComparison.Ordinal);
    }

    /// <summary>How many POSTs and how many attempts one failure made.</summary>
    private static async Task<(int Posts, int Attempts)> FailOnceAsync(TimedEngine engine)
    {
        engine.Receiver.Always("/hook", Answer.With(500));
        await engine.SubscribeAsync();
        await engine.PublishAsync();
        await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);
        await engine.IdleAsync();
        return (engine.Receiver.Count, (await engine.OnlyAsync()).Attempts);
    }

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
