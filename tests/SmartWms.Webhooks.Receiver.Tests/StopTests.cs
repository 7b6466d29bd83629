using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks.Receiver.Handling;
using SmartWms.Webhooks.Receiver.Inbox;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receiver.Tests;

public sealed class StopTests
{
    // A host may stop its services before its server: while one request is still being added, a repetition of it may have been acknowledged already.
    [Fact]
    public async Task What_is_being_added_when_handling_stops_is_acknowledged_and_handled_and_what_comes_later_is_sent_back()
    {
        var (begun, added) = (new TaskCompletionSource(), new TaskCompletionSource<InboxOutcome>());
        await using var host = await ReceiverHost.StartAsync(build: receiver => receiver.UseInbox<ScriptedInbox>());
        var inbox = (ScriptedInbox)host.Services.GetRequiredService<IWebhookInbox>();
        inbox.Add = _ =>
        {
            begun.SetResult();
            return added.Task;
        };

        var first = host.StatusAsync(ReceiverHost.Body("evt_1"));
        await Patience.WithinAsync(begun.Task, () => "the inbox was not asked");
        var stopping = host.Services.GetServices<IHostedService>().OfType<BackgroundHandling>().Single().StopAsync(CancellationToken.None);
        var later = await host.StatusAsync(ReceiverHost.Body("evt_2"));
        added.SetResult(InboxOutcome.Added);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (await first, later));
        await Patience.WithinAsync(stopping, () => "it does not stop");
        Assert.Equal(["add evt_1", "handled evt_1"], inbox.Asked.Snapshot());
        Assert.Empty(host.Logs.WithId(4006));      // the queue was not full
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_that_does_not_end_holds_a_stop_no_longer_than_the_host_waits(bool obeys)
    {
        var begun = new TaskCompletionSource();
        await using var host = await ReceiverHost.StartAsync(
            before: (_, cut) =>
            {
                begun.TrySetResult();
                var never = new TaskCompletionSource().Task;
                return obeys ? never.WaitAsync(cut) : never;
            },
            host: builder => builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200)));
        await host.StatusAsync(ReceiverHost.Body());
        await Patience.WithinAsync(begun.Task, () => "the handler did not begin");

        await Patience.WithinAsync(host.StopAsync(), () => "the host does not stop");

        Assert.Equal(0, host.Handled.Count);
        if (obeys)
        {
            Assert.Contains("evt_1", (await host.Logs.WaitForAsync(entry => entry.EventId.Id == 4007)).Message, StringComparison.Ordinal);
        }
    }
}
