using Microsoft.Data.Sqlite;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

public sealed class WriterTests
{
    private const int SqliteFull = 13;
    private const int SqliteConstraint = 19;

    private static CancellationToken Token => SqliteFile.Token;

    [Fact]
    public async Task Publishes_that_gather_while_the_writer_waits_share_few_commits()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync(new ManualTime());
        var lane = await SqliteFile.SubscribeAsync(database);
        var before = database.Commits;
        using var host = file.Connect();
        SqliteFile.Execute(host, "begin immediate");
        var adds = Enumerable.Range(0, 200).Select(i => SqliteFile.AddAsync(database, SqliteFile.Event($"evt_{i}", lane))).ToList();
        SqliteFile.Execute(host, "commit");

        var ids = await Task.WhenAll(adds);

        Assert.Equal(200, ids.Distinct().Count());
        Assert.InRange(database.Commits - before, 1, 5);
    }

    [Fact]
    public async Task A_publish_is_in_the_file_when_its_task_has_completed()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);

        await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));

        Assert.Equal(1, file.Scalar("select count(*) from wms_webhook_delivery"));
    }

    [Fact]
    public async Task A_publish_waits_for_a_hosts_transaction_that_ends_in_time()
    {
        await using var file = new SqliteFile();
        var time = new ManualTime();
        var database = await file.OpenAsync(time);
        var lane = await SqliteFile.SubscribeAsync(database);
        using var host = file.Connect();
        SqliteFile.Execute(host, "begin immediate");
        var add = SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        time.Advance(TimeSpan.FromSeconds(9));
        SqliteFile.Execute(host, "commit");

        Assert.Equal(1, (await add).Value);
    }

    [Fact]
    public async Task A_publish_blocked_for_too_long_is_taken_out_and_told_what_to_do_while_results_wait_on()
    {
        await using var file = new SqliteFile();
        var time = new ManualTime();
        var database = await file.OpenAsync(time);
        var lane = await SqliteFile.SubscribeAsync(database);
        using var host = file.Connect();
        SqliteFile.Execute(host, "begin immediate");
        var add = SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        var other = new SqliteDeliveryStore(database).ReleaseAsync([new(new(1), 5, SqliteFile.Now)], Token);
        time.Advance(TimeSpan.FromSeconds(11));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => add);
        SqliteFile.Execute(host, "commit");
        await other;

        Assert.Contains("WebhookPublishOptions.Transaction", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Scalar("select count(*) from wms_webhook_event"));
    }

    [Fact]
    public async Task A_publish_cancelled_while_it_waits_stores_nothing()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync(new ManualTime());
        using var host = file.Connect();
        SqliteFile.Execute(host, "begin immediate");
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var add = new SqliteDeliveryStore(database).AddAsync([SqliteFile.Event("evt_1", new(1))], null, SqliteFile.Now, SqliteFile.Lease, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => add);
        SqliteFile.Execute(host, "commit");
        await SqliteFile.SubscribeAsync(database);

        Assert.Equal(0, file.Scalar("select count(*) from wms_webhook_event"));
    }

    [Fact]
    public async Task Beyond_the_bound_a_publish_is_refused_at_once()
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();
        using var host = file.Connect();
        SqliteFile.Execute(host, "begin immediate");
        var writer = new Writer(new SqliteConnector(file.Options), new ManualTime(), TimeSpan.FromSeconds(10), maxPublishes: 2);
        Task<int>[] waiting = [writer.RunAsync(WriteKind.Add, _ => 1, Token), writer.RunAsync(WriteKind.Add, _ => 2, Token)];

        await Assert.ThrowsAsync<StoreBusyException>(() => writer.RunAsync(WriteKind.Add, _ => 3, Token));
        SqliteFile.Execute(host, "commit");

        var results = await Task.WhenAll(waiting);
        Assert.Equal([1, 2], results);
        await writer.CloseAsync();
    }

    [Fact]
    public async Task An_operation_that_the_database_refuses_fails_alone()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync(new ManualTime());
        var lane = await SqliteFile.SubscribeAsync(database);
        using var host = file.Connect();
        SqliteFile.Execute(host, "begin immediate");
        var first = SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        var refused = database.WriteAsync(WriteKind.Add, session => session.Prepare("insert into wms_webhook_meta values (2, 0, '', 0, 0, 0, 0, 0)").RunCounted(), Token);
        var last = SqliteFile.AddAsync(database, SqliteFile.Event("evt_2", lane));
        SqliteFile.Execute(host, "commit");

        var error = await Assert.ThrowsAsync<SqliteException>(() => refused);

        Assert.Equal(SqliteConstraint, error.SqliteErrorCode);
        Assert.NotEqual(await first, await last);
        Assert.Equal(2, file.Scalar("select count(*) from wms_webhook_event"));
    }

    [Fact]
    public async Task A_full_disk_is_the_callers_error_and_the_writer_goes_on_when_there_is_room_again()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        await database.WriteAsync(WriteKind.Other, session => session.Prepare("pragma max_page_count = 1").Scalar(), Token);
        var large = SqliteFile.Event("evt_large", lane) with { Bodies = [new("smartwms", new byte[500_000])] };

        var error = await Assert.ThrowsAsync<SqliteException>(() => SqliteFile.AddAsync(database, large));
        Assert.Equal(SqliteFull, error.SqliteErrorCode);
        Assert.Equal(0, file.Scalar("select count(*) from wms_webhook_event"));

        await SqliteFile.AddAsync(database, large);     // on the connection that was opened anew
        Assert.Equal(1, file.Scalar("select count(*) from wms_webhook_delivery"));
        Assert.Equal(1, file.Scalar("select count(*) from pragma_integrity_check where integrity_check = 'ok'"));
    }

    [Fact]
    public async Task Closing_writes_what_waits_and_then_refuses()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        var adds = Enumerable.Range(0, 50).Select(i => SqliteFile.AddAsync(database, SqliteFile.Event($"evt_{i}", lane))).ToList();

        await database.DisposeAsync();

        await Task.WhenAll(adds);
        Assert.Equal(50, file.Scalar("select count(*) from wms_webhook_delivery"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => SqliteFile.AddAsync(database, SqliteFile.Event("evt_late", lane)));
    }
}
