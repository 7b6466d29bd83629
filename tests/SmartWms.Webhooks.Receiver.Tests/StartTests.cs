using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Receiver.Tests;

public sealed class StartTests
{
    [Theory]
    [InlineData(0, "Scheme is not set")]
    [InlineData(1, "Secrets is empty")]
    [InlineData(2, "Secrets[0] cannot be used with StandardWebhooks")]
    [InlineData(3, "Tolerance is")]
    [InlineData(4, "MaxBodyBytes is 10")]
    [InlineData(5, "QueueLength is 0")]
    [InlineData(6, "Concurrency is 257")]
    [InlineData(7, "Each of HandlerRetries is")]
    [InlineData(8, "RetryAfter is")]
    [InlineData(9, "The number of Secrets is 17")]
    [InlineData(10, "HandlerTimeout is")]
    public async Task A_setting_that_cannot_work_stops_the_start_and_names_the_fix(int wrong, string told)
    {
        var error = await StartAsync(
            options =>
            {
                options.Scheme = wrong == 0 ? default : wrong == 2 ? SignatureScheme.StandardWebhooks : SignatureScheme.SmartWms;
                for (var i = 0; i < (wrong switch { 1 => 0, 9 => 17, _ => 1 }); i++)
                {
                    options.Secrets.Add("CANARY-secret-of-some-length");
                }

                options.Tolerance = wrong == 3 ? TimeSpan.FromDays(2) : options.Tolerance;
                options.MaxBodyBytes = wrong == 4 ? 10 : options.MaxBodyBytes;
                options.QueueLength = wrong == 5 ? 0 : options.QueueLength;
                options.Concurrency = wrong == 6 ? 257 : options.Concurrency;
                options.HandlerRetries = wrong == 7 ? [TimeSpan.FromHours(2)] : options.HandlerRetries;
                options.HandlerTimeout = wrong == 10 ? Timeout.InfiniteTimeSpan : options.HandlerTimeout;
                options.RetryAfter = wrong == 8 ? TimeSpan.Zero : options.RetryAfter;
            },
            receiver => receiver.OnAny((_, _) => Task.CompletedTask));

        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_fallback_it_does_not_start() => Assert.Contains("OnAny is missing", await StartAsync(
        options =>
        {
            options.Scheme = SignatureScheme.SmartWms;
            options.Secrets.Add("a-secret-of-some-length");
        },
        _ => { }), StringComparison.Ordinal);

    [Fact]
    public void A_type_has_one_handler_and_a_fallback_there_is_once()
    {
        var receiver = new ServiceCollection().AddWmsWebhookReceiver().On<OrderShipped>("order.shipped", (_, _) => Task.CompletedTask).OnAny((_, _) => Task.CompletedTask);

        Assert.Throws<ArgumentException>(() => receiver.On<OrderShipped>("order.shipped", (_, _) => Task.CompletedTask));
        Assert.Throws<ArgumentException>(() => receiver.On<OrderShipped>("order.*", (_, _) => Task.CompletedTask));
        Assert.Throws<InvalidOperationException>(() => receiver.OnAny((_, _) => Task.CompletedTask));
    }

    [Fact]
    public void Registering_it_twice_is_the_same_receiver()
    {
        var services = new ServiceCollection();
        services.AddWmsWebhookReceiver().OnAny((_, _) => Task.CompletedTask);

        Assert.Throws<InvalidOperationException>(() => services.AddWmsWebhookReceiver().OnAny((_, _) => Task.CompletedTask));
        Assert.Single(services, service => service.ServiceType == typeof(IHostedService));
    }

    [Fact]
    public void Mapped_without_being_registered_the_error_names_the_missing_call()
    {
        var error = Assert.Throws<InvalidOperationException>(() => WebApplication.CreateSlimBuilder().Build().MapWmsWebhookReceiver("/hooks"));

        Assert.Contains("AddWmsWebhookReceiver", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> StartAsync(Action<WmsWebhookReceiverOptions> configure, Action<WmsWebhookReceiverBuilder> build)
    {
        var application = Host.CreateEmptyApplicationBuilder(null);
        build(application.Services.AddWmsWebhookReceiver(configure));
        using var host = application.Build();
        return (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync())).Message;
    }
}
