using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Receiver.Inbox;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receiver.Tests;

public sealed class OwnInboxTests
{
    [Fact]
    public async Task An_inbox_of_ones_own_is_made_once_by_the_container_and_asked_at_each_step()
    {
        await using var host = await ReceiverHost.StartAsync(
            options => options.HandlerRetries = [],
            before: (webhook, _) => webhook.Id == "evt_fails" ? throw new InvalidOperationException("broken") : Task.CompletedTask,
            build: receiver => receiver.UseInbox<ScriptedInbox>());

        await host.StatusAsync(ReceiverHost.Body("evt_1"));
        await Inbox(host).Asked.WaitForAsync("handled evt_1".Equals);
        await host.StatusAsync(ReceiverHost.Body("evt_fails"));
        await Inbox(host).Asked.WaitForAsync("forget evt_fails".Equals);

        Assert.Equal(["add evt_1", "handled evt_1", "add evt_fails", "forget evt_fails"], Inbox(host).Asked.Snapshot());
    }

    [Theory]
    [InlineData(InboxOutcome.Pending)]
    [InlineData(InboxOutcome.Handled)]
    public async Task What_it_knows_is_acknowledged_and_not_handled(InboxOutcome known)
    {
        await using var host = await ReceiverHost.StartAsync(build: receiver => receiver.UseInbox<ScriptedInbox>());
        Inbox(host).Add = _ => Task.FromResult(known);

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_known")));
        Inbox(host).Add = _ => Task.FromResult(InboxOutcome.Added);
        await host.StatusAsync(ReceiverHost.Body("evt_new"));

        Assert.Equal("evt_new", (await host.Handled.WaitForAsync(1))[0].Id);
    }

    [Fact]
    public async Task What_it_gives_out_as_abandoned_is_handled()
    {
        var abandoned = new InboxEntry("evt_abandoned", ReceiverHost.Body("evt_abandoned"), new DateTimeOffset(2026, 1, 15, 10, 30, 0, TimeSpan.Zero));
        await using var host = await ReceiverHost.StartAsync(build: receiver => receiver.UseInbox<ScriptedInbox>().Services.AddSingleton(abandoned));

        var handled = (await host.Handled.WaitForAsync(1))[0];
        await Inbox(host).Asked.WaitForAsync("handled evt_abandoned".Equals);

        Assert.Equal(("evt_abandoned", abandoned.ReceivedAt), (handled.Id, handled.ReceivedAt));
    }

    [Fact]
    public async Task What_is_abandoned_is_left_there_while_there_is_no_place_for_it()
    {
        var clock = new FakeClock();
        var fails = true;
        await using var host = await ReceiverHost.StartAsync(
            options => (options.QueueLength, options.HandlerRetries) = (1, [TimeSpan.FromMinutes(5)]),
            before: (_, _) => fails ? throw new InvalidOperationException("broken") : Task.CompletedTask,
            build: receiver => receiver.UseInbox<ScriptedInbox>(),
            clock: clock);
        await Inbox(host).Purges.WaitForAsync(1);       // the sweep of the start is over
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_fails")));
        await host.Logs.WaitForAsync(entry => entry.EventId.Id == 4002);
        Inbox(host).Abandoned = [new InboxEntry("evt_abandoned", ReceiverHost.Body("evt_abandoned"), clock.GetUtcNow())];

        clock.Advance(TimeSpan.FromMinutes(1));
        await Inbox(host).Purges.WaitForAsync(2);
        Assert.Single(Inbox(host).Abandoned);

        fails = false;
        await clock.AdvanceUntilAsync(() => host.Handled.Count == 2, TimeSpan.FromMinutes(1));
        Assert.Equal(["evt_fails", "evt_abandoned"], host.Handled.Snapshot().Select(webhook => webhook.Id));
    }

    [Fact]
    public async Task One_that_fails_makes_the_sender_come_back_and_frees_the_place()
    {
        await using var host = await ReceiverHost.StartAsync(options => options.QueueLength = 1, build: receiver => receiver.UseInbox<ScriptedInbox>());
        Inbox(host).Add = _ => throw new InvalidOperationException("the database is away");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await host.StatusAsync(ReceiverHost.Body()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await host.StatusAsync(ReceiverHost.Body()));
        Inbox(host).Add = _ => Task.FromResult(InboxOutcome.Added);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body()));
        await host.Handled.WaitForAsync(1);
    }

    private static ScriptedInbox Inbox(ReceiverHost host) => (ScriptedInbox)host.Services.GetRequiredService<IWebhookInbox>();
}
