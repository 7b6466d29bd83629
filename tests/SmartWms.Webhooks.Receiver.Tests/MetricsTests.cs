using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Receiver.Inbox;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receiver.Tests;

public sealed class MetricsTests
{
    private const string Received = "wms.webhooks.received";
    private const string Handling = "wms.webhooks.handling.duration";

    [Fact]
    public async Task Each_request_counts_once_by_its_outcome()
    {
        var isSealed = false;
        await using var host = await ReceiverHost.StartAsync(
            options =>
            {
                (options.HandleInline, options.MaxBodyBytes) = (true, 1024);
                options.ReadSecrets = (_, _) => isSealed ? throw new InvalidOperationException("the vault is sealed") : ValueTask.FromResult<IEnumerable<string>>([ReceiverHost.Secret]);
            },
            before: (webhook, _) => webhook.Id == "evt_fails" ? throw new InvalidOperationException("broken") : Task.CompletedTask);
        using var meter = MeterOf(host);

        await host.StatusAsync(ReceiverHost.Body());
        await host.StatusAsync(ReceiverHost.Body());
        (await host.SendAsync(ReceiverHost.Body(), contentType: "text/plain")).Dispose();
        await host.StatusAsync(ReceiverHost.Body(data: $"\"{new string('x', 1024)}\""));
        await host.StatusAsync(ReceiverHost.Body(), secret: "another-secret-of-some-length");
        await host.StatusAsync("no event"u8.ToArray());
        await host.StatusAsync(ReceiverHost.Body("evt_fails"));
        isSealed = true;
        await host.StatusAsync(ReceiverHost.Body());

        string[] outcomes = ["Accepted", "Duplicate", "UnsupportedMediaType", "TooLarge", "Unverified", "Malformed", "HandlerFailed", "Unavailable"];
        Assert.Equal(outcomes.Select(outcome => $"{Received} 1 {{outcome={outcome}}}"), Told(meter, Received));
    }

    [Fact]
    public async Task A_sender_that_went_away_counts_as_Aborted()
    {
        var begun = new TaskCompletionSource();
        await using var host = await ReceiverHost.StartAsync(build: receiver => receiver.UseInbox<ScriptedInbox>());
        ((ScriptedInbox)host.Services.GetRequiredService<IWebhookInbox>()).Add = cancelled =>
        {
            begun.SetResult();
            return new TaskCompletionSource<InboxOutcome>().Task.WaitAsync(cancelled);
        };
        using var meter = MeterOf(host);
        using var leaving = new CancellationTokenSource();

        var sending = host.SendAsync(ReceiverHost.Body(), cancellationToken: leaving.Token);
        await Patience.WithinAsync(begun.Task, () => "the inbox was not asked");
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal($"{Received} 1 {{outcome=Aborted}}", (await meter.WaitForAsync(measurement => measurement.Instrument == Received)).ToString());
    }

    [Theory]
    [InlineData("/hooks")]
    [InlineData("/own")]
    public async Task A_sender_that_went_away_while_the_vault_was_asked_counts_as_Aborted_whatever_the_vault_throws_then(string path)
    {
        var begun = new TaskCompletionSource();
        await using var host = await ReceiverHost.StartAsync(
            options => options.ReadSecrets = async (context, _) =>
            {
                var gone = new TaskCompletionSource();
                await using var registration = context.RequestAborted.Register(gone.SetResult);
                begun.SetResult();
                await gone.Task;
                throw new InvalidOperationException("the vault was interrupted");
            },
            map: EndpointFilterTests.MapOwn);
        using var meter = MeterOf(host);
        using var leaving = new CancellationTokenSource();

        var sending = host.SendAsync(ReceiverHost.Body(), path: path, cancellationToken: leaving.Token);
        await Patience.WithinAsync(begun.Task, () => "the vault was not asked");
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal($"{Received} 1 {{outcome=Aborted}}", (await meter.WaitForAsync(measurement => measurement.Instrument == Received)).ToString());
        Assert.DoesNotContain(host.Logs.Entries, entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task A_sender_that_went_away_while_its_handler_ran_inline_counts_as_Aborted_and_may_come_again()
    {
        var begun = new TaskCompletionSource();
        await using var host = await ReceiverHost.StartAsync(options => options.HandleInline = true, before: (_, gone) =>
        {
            begun.TrySetResult();
            return new TaskCompletionSource().Task.WaitAsync(gone);
        });
        using var meter = MeterOf(host);
        using var leaving = new CancellationTokenSource();

        var sending = host.SendAsync(ReceiverHost.Body(), cancellationToken: leaving.Token);
        await Patience.WithinAsync(begun.Task, () => "the handler did not begin");
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal($"{Received} 1 {{outcome=Aborted}}", (await meter.WaitForAsync(measurement => measurement.Instrument == Received)).ToString());
        Assert.Equal(InboxOutcome.Added, await host.Services.GetRequiredService<IWebhookInbox>().AddAsync(new InboxEntry("evt_1", default, default), default));
    }

    [Fact]
    public async Task An_endpoint_of_ones_own_counts_as_well()
    {
        await using var host = await ReceiverHost.StartAsync(map: EndpointFilterTests.MapOwn);
        using var meter = MeterOf(host);

        (await host.SendAsync(ReceiverHost.Body(), path: "/own")).Dispose();
        (await host.SendAsync(ReceiverHost.Body(), secret: "another-secret-of-some-length", path: "/own")).Dispose();

        Assert.Equal([$"{Received} 1 {{outcome=Accepted}}", $"{Received} 1 {{outcome=Unverified}}"], Told(meter, Received));
    }

    [Fact]
    public async Task Each_run_of_a_handler_is_timed_in_seconds_with_whether_it_succeeded()
    {
        var clock = new FakeClock();
        var runs = 0;
        await using var host = await ReceiverHost.StartAsync(
            options => options.HandlerRetries = [TimeSpan.Zero],
            before: (_, _) =>
            {
                clock.Advance(TimeSpan.FromSeconds(2));
                return ++runs == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
            },
            clock: clock);
        using var meter = MeterOf(host);

        await host.StatusAsync(ReceiverHost.Body());
        await meter.WaitForAsync(measurement => measurement.Tag("outcome") == "Succeeded");

        Assert.Equal([$"{Handling} 2 {{outcome=Failed}}", $"{Handling} 2 {{outcome=Succeeded}}"], Told(meter, Handling));
    }

    private static RecordingMeter MeterOf(ReceiverHost host) => new(WmsWebhookReceiverDiagnostics.MeterName, host.Services.GetRequiredService<IMeterFactory>());

    private static IEnumerable<string> Told(RecordingMeter meter, string instrument) => meter.Of(instrument).Select(measurement => measurement.ToString());
}
