using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using SmartWms.Webhooks.Receiver.Inbox;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receiver.Tests;

public sealed class DatabaseInboxTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 28, 9, 30, 0, TimeSpan.Zero);

    public static TheoryData<string> Databases => ["sqlite", "postgresql"];

    [Theory, MemberData(nameof(Databases))]
    public async Task An_event_is_new_once_also_for_another_process(string kind)
    {
        await using var database = await InboxDatabase.CreateAsync(kind);
        var (one, other) = (new DatabaseWebhookInbox(database.Source), new DatabaseWebhookInbox(database.Source));

        Assert.Equal(InboxOutcome.Added, await one.AddAsync(Entry("evt_1"), default));
        Assert.Equal(InboxOutcome.Pending, await one.AddAsync(Entry("evt_1"), default));
        Assert.Equal(InboxOutcome.Pending, await other.AddAsync(Entry("evt_1"), default));
        await one.SetHandledAsync("evt_1", Now, default);
        Assert.Equal(InboxOutcome.Handled, await other.AddAsync(Entry("evt_1"), default));
        Assert.Equal(InboxOutcome.Added, await new DatabaseWebhookInbox(database.Source, "another").AddAsync(Entry("evt_1"), default));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_many_at_the_same_moment_one_is_first(string kind)
    {
        await using var database = await InboxDatabase.CreateAsync(kind);
        for (var round = 0; round < 20; round++)
        {
            var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new DatabaseWebhookInbox(database.Source).AddAsync(Entry($"evt_{round}"), default))));
            Assert.Single(added, outcome => outcome == InboxOutcome.Added);
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_was_given_up_is_new_again_and_what_was_handled_is_not_forgotten(string kind)
    {
        await using var database = await InboxDatabase.CreateAsync(kind);
        var inbox = new DatabaseWebhookInbox(database.Source);
        await inbox.AddAsync(Entry("evt_1"), default);
        await inbox.AddAsync(Entry("evt_2"), default);
        await inbox.SetHandledAsync("evt_2", Now, default);

        await inbox.ForgetAsync("evt_1", default);
        await inbox.ForgetAsync("evt_2", default);

        Assert.Equal(InboxOutcome.Added, await inbox.AddAsync(Entry("evt_1"), default));
        Assert.NotEqual(InboxOutcome.Added, await inbox.AddAsync(Entry("evt_2"), default));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_nobody_finished_is_given_to_one_taker_ten_minutes_later_byte_for_byte(string kind)
    {
        await using var database = await InboxDatabase.CreateAsync(kind);
        var inbox = new DatabaseWebhookInbox(database.Source);
        await inbox.AddAsync(Entry("evt_1"), default);
        await inbox.AddAsync(Entry("evt_2"), default);
        await inbox.SetHandledAsync("evt_2", Now, default);

        Assert.Empty(await inbox.TakeAbandonedAsync(Now.AddMinutes(10), default));
        var takers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => inbox.TakeAbandonedAsync(Now.AddMinutes(11), default))));

        var taken = Assert.Single(takers.SelectMany(each => each));
        Assert.Equal(("evt_1", "body of evt_1 ✓", Now), (taken.EventId, Encoding.UTF8.GetString(taken.Body.Span), taken.ReceivedAt));
        Assert.Empty(await inbox.TakeAbandonedAsync(Now.AddMinutes(12), default));
        await inbox.KeepAsync(["evt_1", "evt_2"], Now.AddMinutes(20), default);
        Assert.Empty(await inbox.TakeAbandonedAsync(Now.AddMinutes(29), default));
        Assert.Single(await inbox.TakeAbandonedAsync(Now.AddMinutes(31), default));
    }

    // On SQLite a handler's transaction holds the whole file.
    [Fact]
    public async Task What_a_handlers_own_transaction_holds_keeps_no_other_from_being_kept()
    {
        await using var database = await InboxDatabase.CreateAsync("postgresql");
        await using var impatient = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { CommandTimeout = 1 }.ConnectionString);
        var inbox = new DatabaseWebhookInbox(impatient);
        string[] ids = ["evt_1", "evt_2", "evt_3"];
        foreach (var id in ids)
        {
            await inbox.AddAsync(Entry(id), default);
        }

        await using (var connection = await database.Source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await DatabaseWebhookInbox.TryMarkHandledAsync("evt_2", Now, transaction);
            await Assert.ThrowsAnyAsync<DbException>(() => inbox.KeepAsync(ids, Now.AddMinutes(9), default));
        }

        Assert.Equal(["evt_2"], (await inbox.TakeAbandonedAsync(Now.AddMinutes(11), default)).Select(entry => entry.EventId));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Handled_ids_are_kept_ninety_days(string kind)
    {
        await using var database = await InboxDatabase.CreateAsync(kind);
        var inbox = new DatabaseWebhookInbox(database.Source);
        await inbox.AddAsync(Entry("evt_1"), default);
        await inbox.AddAsync(Entry("evt_2"), default);
        await inbox.SetHandledAsync("evt_1", Now, default);

        await inbox.PurgeAsync(Now.AddDays(90), default);
        Assert.NotEqual(InboxOutcome.Added, await inbox.AddAsync(Entry("evt_1"), default));
        await inbox.PurgeAsync(Now.AddDays(91), default);
        Assert.Equal(InboxOutcome.Added, await inbox.AddAsync(Entry("evt_1"), default));
        Assert.NotEqual(InboxOutcome.Added, await inbox.AddAsync(Entry("evt_2"), default));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_handlers_own_transaction_marks_the_event_exactly_if_it_commits(string kind)
    {
        await using var database = await InboxDatabase.CreateAsync(kind);
        await new DatabaseWebhookInbox(database.Source).CreateAsync();

        Assert.True(await MarkAsync(database.Source, commits: false));
        Assert.True(await MarkAsync(database.Source, commits: true));
        Assert.False(await MarkAsync(database.Source, commits: true));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_a_stopped_process_had_not_handled_the_next_one_handles(string kind)
    {
        await using var database = await InboxDatabase.CreateAsync(kind);
        var clock = new FakeClock(Now);
        await using (var first = await ReceiverHost.StartAsync(before: (_, _) => throw new InvalidOperationException("not here"), build: receiver => receiver.UseDatabaseInbox(_ => database.Source), clock: clock))
        {
            await first.StatusAsync(ReceiverHost.Body("evt_1"));
            await first.StopAsync();
            Assert.Equal(0, first.Handled.Count);
        }

        clock.Advance(TimeSpan.FromMinutes(11));
        await using var second = await ReceiverHost.StartAsync(build: receiver => receiver.UseDatabaseInbox(_ => database.Source), clock: clock);

        Assert.Equal("evt_1", (await second.Handled.WaitForAsync(1))[0].Id);
        await second.StatusAsync(ReceiverHost.Body("evt_1"));
        await second.StatusAsync(ReceiverHost.Body("evt_2"));
        await second.Handled.WaitForAsync(webhook => webhook.Id == "evt_2");
        Assert.Equal(2, second.Handled.Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_handler_marks_what_the_receiver_keeps_in_the_same_table_and_works_once(string kind)
    {
        await using var database = await InboxDatabase.CreateAsync(kind);
        var worked = 0;
        await using var host = await ReceiverHost.StartAsync(
            before: async (_, _) => worked += await MarkAsync(database.Source, commits: true) ? 1 : 0,
            build: receiver => receiver.UseDatabaseInbox(_ => database.Source),
            clock: new FakeClock(Now));     // on any later clock the mark is old, and the first sweep may forget it before the repetition comes

        await host.StatusAsync(ReceiverHost.Body("evt_1"));
        await host.Handled.WaitForAsync(1);
        await host.StatusAsync(ReceiverHost.Body("evt_1"));

        Assert.Equal(1, worked);
    }

    [Fact]
    public async Task A_database_that_is_away_is_the_error_it_is()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource("Data Source=/nowhere/at/all.db");

        await Assert.ThrowsAsync<SqliteException>(() => new DatabaseWebhookInbox(source).AddAsync(Entry("evt_1"), default));
    }

    private static async Task<bool> MarkAsync(DbDataSource source, bool commits)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var isNew = await DatabaseWebhookInbox.TryMarkHandledAsync("evt_1", Now, transaction);
        if (commits)
        {
            await transaction.CommitAsync();
        }

        return isNew;
    }

    private static InboxEntry Entry(string id) => new(id, Encoding.UTF8.GetBytes($"body of {id} ✓"), Now);
}
