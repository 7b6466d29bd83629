using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Sending;

/// <summary>R31, R32, R34: what handlers of the host may do to a request.</summary>
public sealed class HostHandlerTests
{
    [Fact]
    public async Task A_retrying_handler_of_the_host_makes_one_POST_and_one_attempt()
    {
        await using var engine = await TimedEngine.StartAsync(build: builder => With(builder, () => new Retrying()));
        await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(500, "no"));

        await engine.PublishAsync();
        var details = await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);
        await engine.IdleAsync();

        Assert.Equal(1, engine.Receiver.Count);
        Assert.Equal((1, (int?)500), (details.Attempts.Count, details.Attempts[0].StatusCode));
        Assert.Equal("no"u8.ToArray(), details.Attempts[0].Answer);
    }

    [Fact]
    public async Task A_hedging_handler_of_the_host_makes_one_POST_and_a_warning_names_it()
    {
        await using var engine = await TimedEngine.StartAsync(build: builder => With(builder, () => new Hedging()));
        await engine.SubscribeAsync();

        await engine.PublishAsync();
        await engine.Engine.WaitForAsync(page => page is [{ State: DeliveryState.Delivered }]);

        Assert.Equal(1, engine.Receiver.Count);
        var warning = await engine.Engine.Logs.WaitForAsync(line => line.EventId.Id == 1401);
        Assert.Contains(nameof(Hedging), warning.Message, StringComparison.Ordinal);
        Assert.Single(engine.Receiver.Requests[0].HeaderValues("X-SmartWMS-Signature"));
    }

    [Fact]
    public async Task AllowInProcessRetries_is_the_hosts_explicit_way_out()
    {
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Sending.AllowInProcessRetries = true, build: builder => With(builder, () => new Retrying()));
        await engine.SubscribeAsync();
        engine.Receiver.Next("/hook", Answer.With(500), Answer.With(500));

        await engine.PublishAsync();
        var row = (await engine.Engine.WaitForAsync(page => page is [{ State: DeliveryState.Delivered }]))[0];

        Assert.Equal((3, 1), (engine.Receiver.Count, row.Attempts));
        Assert.All(engine.Receiver.Requests, request => Assert.Single(request.HeaderValues("X-SmartWMS-Signature")));
    }

    [Fact]
    public async Task A_handler_of_the_host_may_add_a_header_and_cannot_change_body_or_signature()
    {
        await using var engine = await TimedEngine.StartAsync(build: builder => With(builder, () => new Meddling()));
        await engine.SubscribeAsync();

        await engine.PublishAsync();
        var request = (await engine.Receiver.WaitForAsync(1))[0];

        Assert.Equal("1", request.Header("X-Host"));
        Assert.Equal(("POST", "/hook"), (request.Method, request.Path));
        Assert.Contains("ord_1", request.Text, StringComparison.Ordinal);
        Assert.NotEqual("forged", request.Header("X-SmartWMS-Signature"));
    }

    // R32
    [Fact]
    public async Task A_replaced_primary_handler_refuses_the_start_and_says_what_to_do()
    {
        await using var engine = TestEngine.Build(build: ReplacingThePrimaryHandler);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(engine.StartAsync);

        Assert.Contains(nameof(SilentHandler), refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ConfigureHandler", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("GuardIsMine", refusal.Message, StringComparison.Ordinal);
    }

    // R32: gives up the guard only, never the wrapper.
    [Fact]
    public async Task With_GuardIsMine_a_replaced_primary_handler_still_gets_signed_requests()
    {
        await using var engine = await TestEngine.StartAsync(options => options.Sending.GuardIsMine = true, ReplacingThePrimaryHandler);
        await engine.SubscribeAsync("http://127.0.0.1:9999/hook");

        await engine.Dispatcher.PublishJsonAsync(Protocol.WmsEvents.OrderShipped, "{}"u8.ToArray());
        await engine.WaitForAsync(page => page is [{ State: DeliveryState.Delivered }]);

        Assert.True(engine.Services.GetRequiredService<SilentHandler>().Signed);
    }

    // R34: nothing reached the wire, so no step is spent.
    [Fact]
    public async Task A_handler_that_throws_before_the_wire_postpones_the_delivery_and_health_says_so()
    {
        var throwing = new Throwing { IsBroken = true };
        await using var engine = await TimedEngine.StartAsync(build: builder =>
        {
            builder.Services.AddHealthChecks().AddWmsWebhooks();
            return With(builder, () => new Forwarding(throwing));
        });
        await engine.SubscribeAsync();
        await engine.PublishAsync();
        foreach (var seconds in new[] { 5, 10, 20, 40, 80, 160, 300, 300 })
        {
            await engine.IdleAsync();
            var row = await engine.OnlyAsync();
            Assert.Equal((DeliveryState.Pending, 0, engine.Now + TimeSpan.FromSeconds(seconds)), (row.State, row.Attempts, row.DueAt));
            engine.Advance(TimeSpan.FromSeconds(seconds));
        }

        await engine.IdleAsync();
        Assert.Contains("HostPipeline", (await HealthAsync(engine)).Entries.Single().Value.Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(engine)).Status);
        Assert.NotEmpty(engine.Engine.Logs.WithId(1402));

        throwing.IsBroken = false;
        engine.Advance(TimeSpan.FromSeconds(300));
        var delivered = (await engine.Engine.WaitForAsync(page => page is [{ State: DeliveryState.Delivered }]))[0];
        Assert.Equal(1, delivered.Attempts);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(engine)).Status);
    }

    // R34
    [Fact]
    public async Task After_24_hours_of_nothing_else_it_counts_as_one_failed_attempt_of_that_class()
    {
        await using var engine = await TimedEngine.StartAsync(build: builder => With(builder, () => new Throwing { IsBroken = true }));
        await engine.SubscribeAsync();
        await engine.PublishAsync();
        await engine.IdleAsync();
        engine.Advance(TimeSpan.FromHours(24));

        var details = await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);

        Assert.Equal((FailureClass.HostPipeline, DeliveryState.Pending), (details.Attempts[0].Failure, details.Delivery.State));
        Assert.Equal(engine.Now + TimeSpan.FromMinutes(1), details.Delivery.DueAt);
    }

    // R33, R34: nothing was sent in its time, so nothing is sent later, and no step is spent.
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_handler_that_ignores_its_cancellation_is_left_alone_at_the_deadline_and_sends_nothing_afterwards(bool blocksItsThread, bool mayRetry)
    {
        using var deaf = new Deaf(blocksItsThread);
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Sending.AllowInProcessRetries = mayRetry, build: builder => With(builder, () => deaf));
        await engine.SubscribeAsync();
        var began = engine.Now;
        await engine.PublishAsync();
        await Patience.WithinAsync(deaf.Asked.Task, () => "the handler was not asked");

        engine.Advance(TimeSpan.FromSeconds(10));
        var postponed = await engine.Engine.Logs.WaitForAsync(line => line.EventId.Id == 1402);
        await engine.IdleAsync();
        var row = await engine.OnlyAsync();
        Assert.Equal((DeliveryState.Pending, 0, began + TimeSpan.FromSeconds(15)), (row.State, row.Attempts, row.DueAt));
        Assert.Equal(0, row.Retries);
        Assert.Contains(nameof(TimeoutException), postponed.Message, StringComparison.Ordinal);

        deaf.Released.SetResult();
        var refused = await Patience.WithinAsync(deaf.Ended.Task, () => "the handler went on and did not end");
        Assert.IsType<TaskCanceledException>(refused);
        Assert.Contains("ord_1", deaf.Body, StringComparison.Ordinal);
        Assert.Equal(0, engine.Receiver.Count);

        engine.Advance(TimeSpan.FromSeconds(5));
        await engine.Engine.WaitForAsync(page => page is [{ State: DeliveryState.Delivered, Attempts: 1 }]);
        Assert.Equal(1, engine.Receiver.Count);
    }

    // R6, R34
    [Fact]
    public async Task A_stop_does_not_wait_for_a_handler_that_ignores_its_cancellation()
    {
        using var deaf = new Deaf(blocksItsThread: false);
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Pump.ShutdownGrace = TimeSpan.FromSeconds(4), build: builder => With(builder, () => deaf));
        await engine.SubscribeAsync();
        await engine.PublishAsync();
        await Patience.WithinAsync(deaf.Asked.Task, () => "the handler was not asked");

        var stopping = engine.Engine.StopAsync();
        await Patience.UntilAsync(() => Task.FromResult(engine.Clock.NextTimer == TimeSpan.FromSeconds(4)), () => $"{engine.Clock.NextTimer}");
        engine.Clock.Advance(TimeSpan.FromSeconds(4));
        await Patience.WithinAsync(stopping, () => "the engine did not stop");

        var row = await engine.OnlyAsync();
        Assert.Equal((DeliveryState.Pending, 0), (row.State, row.Attempts));
        deaf.Released.SetResult();
        Assert.IsType<TaskCanceledException>(await Patience.WithinAsync(deaf.Ended.Task, () => "the handler went on and did not end"));
        Assert.Equal(0, engine.Receiver.Count);
    }

    private static Task<HealthReport> HealthAsync(TimedEngine engine) => engine.Engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private static WmsWebhooksBuilder With(WmsWebhooksBuilder builder, Func<DelegatingHandler> make)
    {
        builder.HttpClient.AddHttpMessageHandler(make);
        return builder;
    }

    private static WmsWebhooksBuilder ReplacingThePrimaryHandler(WmsWebhooksBuilder builder)
    {
        builder.Services.AddSingleton<SilentHandler>();
        builder.HttpClient.ConfigurePrimaryHttpMessageHandler<SilentHandler>();
        return builder.UseInMemory();
    }

    private sealed class Retrying : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage? response = null;
            for (var time = 0; time < 3 && response?.IsSuccessStatusCode != true; time++)
            {
                response = await base.SendAsync(request, cancellationToken);
            }

            return response!;
        }
    }

    private sealed class Hedging : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => base.SendAsync(request, cancellationToken))))[2];
    }

    private sealed class Meddling : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("X-Host", "1");
            request.Headers.Add("X-SmartWMS-Signature", "forged");
            request.Method = HttpMethod.Put;
            request.RequestUri = new Uri(request.RequestUri!, "/elsewhere");
            request.Content = new StringContent("other");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Throwing : DelegatingHandler
    {
        public volatile bool IsBroken;

        public bool Passes() => !IsBroken;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            IsBroken ? throw new InvalidTimeZoneException("a breaker's own exception") : base.SendAsync(request, cancellationToken);
    }

    private sealed class Forwarding(Throwing gate) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            gate.Passes() ? base.SendAsync(request, cancellationToken) : throw new InvalidTimeZoneException("a breaker's own exception");
    }

    /// <summary>Hears no cancellation: goes on when the test says so, and then looks at its request and sends it.</summary>
    private sealed class Deaf(bool blocksItsThread) : DelegatingHandler
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>How its first request ended; null: with an answer.</summary>
        public TaskCompletionSource<Exception?> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string? Body { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            if (blocksItsThread)
            {
                Released.Task.Wait(CancellationToken.None);
            }

            return SendWhenReleasedAsync(request);
        }

        private async Task<HttpResponseMessage> SendWhenReleasedAsync(HttpRequestMessage request)
        {
            await Released.Task;
            try
            {
                Body = await request.Content!.ReadAsStringAsync();
                var response = await base.SendAsync(request, CancellationToken.None);
                Ended.TrySetResult(null);
                return response;
            }
            catch (Exception exception)
            {
                Ended.TrySetResult(exception);
                throw;
            }
        }
    }

    private sealed class SilentHandler : HttpMessageHandler
    {
        public volatile bool Signed;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Signed = request.Headers.Contains("X-SmartWMS-Signature");
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.OK) { Content = new ByteArrayContent([]) });
        }
    }
}
