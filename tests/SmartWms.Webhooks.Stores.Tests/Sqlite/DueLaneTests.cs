using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

public sealed class DueLaneTests
{
    private static readonly DateTimeOffset Now = SqliteFile.Now;

    [Fact]
    public async Task Nothing_is_searched_while_the_file_has_not_changed_and_nothing_has_become_due()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        await SqliteFile.ClaimAsync(database, Now, 5, lane);

        var first = await FindAsync(database, Now);
        var second = await FindAsync(database, Now + TimeSpan.FromSeconds(89));

        Assert.Empty(first.Lanes);
        Assert.Empty(second.Lanes);
        Assert.Equal(Now + SqliteFile.Lease, second.NextDue);
        Assert.Equal(1, database.DueLanes.Skipped);
        Assert.Equal([lane], (await FindAsync(database, Now + SqliteFile.Lease)).Lanes);
    }

    [Fact]
    public async Task A_commit_of_another_process_ends_the_quiet()
    {
        await using var file = new SqliteFile();
        var (one, two) = (await file.OpenAsync(), await file.OpenAsync());
        var lane = await SqliteFile.SubscribeAsync(one);
        await FindAsync(one, Now);
        await SqliteFile.AddAsync(two, SqliteFile.Event("evt_1", lane));

        Assert.Equal([lane], (await FindAsync(one, Now)).Lanes);
    }

    [Fact]
    public async Task A_late_commit_is_found_by_the_next_call_and_neither_seen_nor_waited_for_before()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        await SqliteFile.ClaimAsync(database, Now, 5, lane);
        using var host = file.Connect();
        SqliteFile.Execute(host, $"""
            begin immediate;
            insert into wms_webhook_delivery (id, event_key, subscription_id, lane, body_key, due_at, token, claims, attempts, steps, trigger)
            values (999, 1, {lane.Value}, {lane.Value}, 1, {(Now - TimeSpan.FromHours(1)).UtcTicks}, 0, 0, 0, 0, 0)
            """);
        Assert.Empty((await FindAsync(database, Now)).Lanes);
        SqliteFile.Execute(host, "commit");

        Assert.Equal([lane], (await FindAsync(database, Now)).Lanes);
    }

    [Fact]
    public async Task With_very_many_lanes_the_writer_looks_and_finds_late_commits_and_quiet_as_well()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lanes = new SubscriptionId[201];
        for (var index = 0; index < lanes.Length; index++)
        {
            lanes[index] = await SqliteFile.SubscribeAsync(database);
        }

        Assert.Empty((await FindAsync(database, Now)).Lanes);
        Assert.Empty((await FindAsync(database, Now)).Lanes);
        Assert.Equal((1, 1), (database.DueLanes.OnWriter, database.DueLanes.Skipped));

        var other = await file.OpenAsync();
        await SqliteFile.AddAsync(other, SqliteFile.Event("evt_1", lanes[200]));
        await SqliteFile.AddAsync(other, SqliteFile.Event("evt_2", lanes[7]));
        Assert.Equal([lanes[7], lanes[200]], (await FindAsync(database, Now)).Lanes);
        Assert.Equal([lanes[200]], (await FindAsync(database, Now, lanes[7])).Lanes);
        Assert.Equal(3, database.DueLanes.OnWriter);
    }

    [Fact]
    public async Task A_search_on_the_writer_can_be_given_up_while_the_host_holds_the_lock()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        for (var index = 0; index < 200; index++)
        {
            await SqliteFile.SubscribeAsync(database);
        }

        using var host = file.Connect();
        SqliteFile.Execute(host, "begin immediate");
        using var stop = new CancellationTokenSource();
        var search = database.DueLanes.FindAsync(new DueLaneQuery(default, 8, []), Now, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
        SqliteFile.Execute(host, "rollback");
        Assert.Empty((await FindAsync(database, Now)).Lanes);
    }

    [Fact]
    public async Task A_lane_that_is_blocked_no_longer_is_searched_again_though_nothing_changed()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));

        Assert.Empty((await FindAsync(database, Now, lane)).Lanes);
        Assert.Empty((await FindAsync(database, Now, lane)).Lanes);
        Assert.Equal(1, database.DueLanes.Skipped);
        Assert.Equal([lane], (await FindAsync(database, Now)).Lanes);
    }

    [Fact]
    public async Task A_resend_that_is_left_out_no_longer_is_searched_again_though_nothing_changed()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        var delivery = await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        await new SqliteDeliveryStore(database).ResendAsync(delivery, TenantScope.All, Now, SqliteFile.Token);
        var without = new DueLaneQuery(default, 10, []) { NoResendsOf = [lane] };

        Assert.False((await new SqliteDeliveryStore(database).FindDueLanesAsync(without, Now, SqliteFile.Token)).HasResends);
        Assert.False((await new SqliteDeliveryStore(database).FindDueLanesAsync(without, Now, SqliteFile.Token)).HasResends);
        Assert.Equal(1, database.DueLanes.Skipped);
        Assert.True((await FindAsync(database, Now)).HasResends);
    }

    [Fact]
    public async Task Calls_go_round_from_the_cursor_and_wrap()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lanes = new List<SubscriptionId>();
        for (var i = 0; i < 5; i++)
        {
            lanes.Add(await SqliteFile.SubscribeAsync(database));
            await SqliteFile.AddAsync(database, SqliteFile.Event($"evt_{i}", lanes[i]));
        }

        var finder = new SqliteDeliveryStore(database);
        var first = await finder.FindDueLanesAsync(new DueLaneQuery(default, 3, []), Now, SqliteFile.Token);
        var second = await finder.FindDueLanesAsync(new DueLaneQuery(first.Cursor, 3, []), Now, SqliteFile.Token);

        Assert.Equal(lanes[..3], first.Lanes);
        Assert.Equal([lanes[3], lanes[4], lanes[0]], second.Lanes);
        Assert.Equal(lanes[0], second.Cursor);
    }

    private static Task<DueLanes> FindAsync(SqliteDatabase database, DateTimeOffset now, params SubscriptionId[] blocked) =>
        new SqliteDeliveryStore(database).FindDueLanesAsync(new DueLaneQuery(default, 10, blocked), now, SqliteFile.Token);
}
