using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Receiver.Inbox;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receiver.Tests;

public sealed class HandlingTests
{
    [Fact]
    public async Task A_failed_handler_runs_again_after_each_wait_until_it_succeeds()
    {
        var clock = new FakeClock();
        var runs = new List<TimeSpan>();
        var start = clock.GetUtcNow();
        await using var host = await ReceiverHost.StartAsync(
            before: (_, _) =>
            {
                runs.Add(clock.GetUtcNow() - start);
                return runs.Count < 4 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
            },
            clock: clock);

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body()));
        await clock.AdvanceUntilAsync(() => host.Handled.Count == 1, TimeSpan.FromSeconds(1), mayAdvance: () => clock.WaitingTimers >= 2);      // the sweep's and the wait's

        Assert.Equal(new[] { 0, 1, 6, 36 }.Select(seconds => TimeSpan.FromSeconds(seconds)), runs);
        Assert.Equal(3, host.Logs.WithId(4002).Count);
    }

    [Fact]
    public async Task What_is_given_up_is_told_and_taken_again_when_the_sender_resends_it()
    {
        var fails = true;
        await using var host = await ReceiverHost.StartAsync(
            options => options.HandlerRetries = [TimeSpan.Zero], before: (_, _) => fails ? throw new InvalidOperationException("broken") : Task.CompletedTask);

        await host.StatusAsync(ReceiverHost.Body());
        await host.Logs.WaitForAsync(entry => entry.EventId.Id == 4003);
        fails = false;
        await Patience.UntilAsync(async () => await host.StatusAsync(ReceiverHost.Body()) == HttpStatusCode.OK && host.Handled.Count > 0, () => "the resend was not handled");

        Assert.Equal(2, host.Logs.WithId(4002).Count);
    }

    [Fact]
    public async Task A_full_queue_tells_the_sender_to_come_back_and_forgets_nothing_it_acknowledged()
    {
        var release = new TaskCompletionSource();
        await using var host = await ReceiverHost.StartAsync(options => (options.QueueLength, options.Concurrency) = (2, 1), before: (_, _) => release.Task);

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_1")));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_2")));
        using var full = await host.SendAsync(ReceiverHost.Body("evt_3"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(30)), (full.StatusCode, full.Headers.RetryAfter!.Delta));

        release.SetResult();
        await host.Handled.WaitForAsync(2);
        await Patience.UntilAsync(async () => await host.StatusAsync(ReceiverHost.Body("evt_3")) == HttpStatusCode.OK, () => "still full");
        await host.Handled.WaitForAsync(webhook => webhook.Id == "evt_3");
    }

    [Fact]
    public async Task While_as_many_wait_for_another_run_as_may_the_sender_is_told_to_come_back_until_one_of_them_is_handled()
    {
        var clock = new FakeClock();
        var fails = true;
        await using var host = await ReceiverHost.StartAsync(
            options => (options.QueueLength, options.HandlerRetries) = (1, [TimeSpan.FromSeconds(20)]),
            before: (_, _) => fails ? throw new InvalidOperationException("broken") : Task.CompletedTask,
            clock: clock);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_1")));
        await NextRunAsync(clock, TimeSpan.FromSeconds(20));

        using var full = await host.SendAsync(ReceiverHost.Body("evt_2"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(30)), (full.StatusCode, full.Headers.RetryAfter!.Delta));
        Assert.Single(host.Logs.WithId(4006));

        fails = false;
        clock.Advance(TimeSpan.FromSeconds(20));
        await host.Handled.WaitForAsync(webhook => webhook.Id == "evt_1");
        await Patience.UntilAsync(async () => await host.StatusAsync(ReceiverHost.Body("evt_2")) == HttpStatusCode.OK, () => "no place is free");
        await host.Handled.WaitForAsync(webhook => webhook.Id == "evt_2");
        Assert.Empty(host.Logs.WithId(4003));
    }

    [Fact]
    public async Task What_was_acknowledged_is_given_up_after_its_last_wait_and_not_before_also_where_more_wait_than_new_ones_may()
    {
        var clock = new FakeClock();
        var release = new TaskCompletionSource();
        await using var host = await ReceiverHost.StartAsync(
            options => (options.QueueLength, options.Concurrency, options.HandlerRetries) = (2, 1, [TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2)]),
            before: async (webhook, _) =>
            {
                await (webhook.Id == "evt_1" ? Task.CompletedTask : release.Task);
                throw new InvalidOperationException("broken");
            },
            build: receiver => receiver.UseInbox<ScriptedInbox>(),
            clock: clock);
        var inbox = (ScriptedInbox)host.Services.GetRequiredService<IWebhookInbox>();
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_1")));
        await NextRunAsync(clock, TimeSpan.FromSeconds(20));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_2")));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_3")));
        release.SetResult();
        await Patience.UntilAsync(() => Task.FromResult(host.Logs.WithId(4002).Count == 3), () => $"{host.Logs.WithId(4002).Count} runs failed");

        // Three wait where only two keep new ones out: all were acknowledged before.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await host.StatusAsync(ReceiverHost.Body("evt_4")));
        bool AllWait() => clock.WaitingTimers >= 4 - host.Logs.WithId(4003).Count;      // the sweep's and one for each
        await clock.AdvanceUntilAsync(() => host.Logs.WithId(4002).Count == 6, TimeSpan.FromSeconds(1), AllWait);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await host.StatusAsync(ReceiverHost.Body("evt_4")));
        Assert.Equal(["add evt_1", "add evt_2", "add evt_3"], inbox.Asked.Snapshot());

        await clock.AdvanceUntilAsync(() => host.Logs.WithId(4003).Count == 3, TimeSpan.FromSeconds(1), AllWait);
        Assert.Equal(9, host.Logs.WithId(4002).Count);
        await Patience.UntilAsync(async () => await host.StatusAsync(ReceiverHost.Body("evt_4")) == HttpStatusCode.OK, () => "no place is free");
        await inbox.Asked.WaitForAsync(question => question.StartsWith("forget", StringComparison.Ordinal), 3);
    }

    [Fact]
    public async Task As_many_are_handled_at_once_as_said()
    {
        var (running, most) = (0, 0);
        var release = new TaskCompletionSource();
        var four = new TaskCompletionSource();
        await using var host = await ReceiverHost.StartAsync(before: async (_, _) =>
        {
            var now = Interlocked.Increment(ref running);
            most = Math.Max(most, now);
            if (now == 4)
            {
                four.TrySetResult();
            }

            await release.Task;
            Interlocked.Decrement(ref running);
        });
        for (var i = 0; i < 8; i++)
        {
            await host.StatusAsync(ReceiverHost.Body($"evt_{i}"));
        }

        await Patience.WithinAsync(four.Task, () => $"{running} handled at once");
        release.SetResult();
        await host.Handled.WaitForAsync(8);
        Assert.Equal(4, most);
    }

    [Fact]
    public async Task Events_whose_handler_fails_do_not_keep_others_from_being_handled()
    {
        await using var host = await ReceiverHost.StartAsync(
            options => (options.Concurrency, options.HandlerRetries) = (1, [TimeSpan.FromHours(1)]),
            before: (webhook, _) => webhook.Id.StartsWith("evt_bad", StringComparison.Ordinal) ? throw new InvalidOperationException("broken") : Task.CompletedTask);
        string[] ids = ["evt_bad1", "evt_bad2", "evt_good"];
        foreach (var id in ids)
        {
            await host.StatusAsync(ReceiverHost.Body(id));
        }

        Assert.Equal("evt_good", (await host.Handled.WaitForAsync(1))[0].Id);
        Assert.Equal(2, host.Logs.WithId(4002).Count);
    }

    [Fact]
    public async Task A_handler_that_hangs_is_told_to_end_after_its_time_and_runs_again()
    {
        var clock = new FakeClock();
        var runs = 0;
        var hangs = new TaskCompletionSource();
        await using var host = await ReceiverHost.StartAsync(
            options => (options.Concurrency, options.HandlerRetries) = (1, [TimeSpan.Zero]),
            before: (_, cancellationToken) =>
            {
                if (Interlocked.Increment(ref runs) > 1)
                {
                    return Task.CompletedTask;
                }

                hangs.SetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            },
            clock: clock);
        await host.StatusAsync(ReceiverHost.Body("evt_1"));
        await Patience.WithinAsync(hangs.Task, () => "it was not handled");

        clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.Empty(host.Logs.WithId(4002));
        clock.Advance(TimeSpan.FromTicks(1));

        await host.Handled.WaitForAsync(1);
        Assert.Equal(2, runs);
        var told = Assert.IsType<TimeoutException>(Assert.Single(host.Logs.WithId(4002)).Exception);
        Assert.Contains("HandlerTimeout, 00:10:00", told.Message, StringComparison.Ordinal);
        Assert.IsType<OperationCanceledException>(told.InnerException, exactMatch: false);
    }

    [Fact]
    public async Task Each_event_has_services_of_its_own()
    {
        var seen = new List<object>();
        await using var host = await ReceiverHost.StartAsync(
            options => options.Concurrency = 1,
            before: (webhook, _) =>
            {
                seen.Add(webhook.Services.GetRequiredService<Scoped>());
                Assert.Same(seen[^1], webhook.Services.GetRequiredService<Scoped>());
                return Task.CompletedTask;
            },
            host: builder => builder.Services.AddScoped<Scoped>());
        await host.StatusAsync(ReceiverHost.Body("evt_1"));
        await host.StatusAsync(ReceiverHost.Body("evt_2"));

        await host.Handled.WaitForAsync(2);
        Assert.NotSame(seen[0], seen[1]);
    }

    [Fact]
    public async Task Inline_the_sender_waits_and_a_failure_makes_it_try_again()
    {
        var fails = true;
        await using var host = await ReceiverHost.StartAsync(options => options.HandleInline = true, before: (_, _) => fails ? throw new InvalidOperationException("broken") : Task.CompletedTask);

        using var failed = await host.SendAsync(ReceiverHost.Body());
        fails = false;
        using var handled = await host.SendAsync(ReceiverHost.Body());
        var count = host.Handled.Count;
        using var again = await host.SendAsync(ReceiverHost.Body());

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (failed.StatusCode, await failed.Content.ReadAsStringAsync()));
        Assert.Equal((HttpStatusCode.OK, 1), (handled.StatusCode, count));
        Assert.Equal((HttpStatusCode.OK, 1), (again.StatusCode, host.Handled.Count));
    }

    [Fact]
    public async Task Inline_nothing_is_acknowledged_that_still_runs_in_another_request()
    {
        var (begun, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await ReceiverHost.StartAsync(options => options.HandleInline = true, before: async (_, _) =>
        {
            begun.TrySetResult();
            await release.Task;
        });
        var first = host.StatusAsync(ReceiverHost.Body());
        await Patience.WithinAsync(begun.Task, () => "the handler did not begin");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await host.StatusAsync(ReceiverHost.Body()));
        release.SetResult();
        Assert.Equal(HttpStatusCode.OK, await first);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body()));
        Assert.Equal(1, host.Handled.Count);
    }

    [Fact]
    public async Task A_stop_finishes_what_was_acknowledged_and_does_not_wait_for_another_run()
    {
        var release = new TaskCompletionSource();
        await using var host = await ReceiverHost.StartAsync(
            options => options.Concurrency = 2,
            before: (webhook, _) => webhook.Id == "evt_fails" ? throw new InvalidOperationException("broken") : release.Task);
        string[] ids = ["evt_fails", "evt_1", "evt_2", "evt_3"];
        foreach (var id in ids)
        {
            Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body(id)));
        }

        await host.Logs.WaitForAsync(entry => entry.EventId.Id == 4002);
        var stopping = host.StopAsync();
        release.SetResult();
        await Patience.WithinAsync(stopping, () => "the host does not stop");

        Assert.Equal(["evt_1", "evt_2", "evt_3"], host.Handled.Snapshot().Select(webhook => webhook.Id).Order());
        Assert.Contains("evt_fails", Assert.Single(host.Logs.WithId(4007)).Message, StringComparison.Ordinal);
    }

    /// <summary>Waits until one has failed and waits this long for its next run.</summary>
    private static Task NextRunAsync(FakeClock clock, TimeSpan wait) => Patience.UntilAsync(() => Task.FromResult(clock.NextTimer == wait), () => $"the next timer is {clock.NextTimer} away");

    private sealed class Scoped;
}
