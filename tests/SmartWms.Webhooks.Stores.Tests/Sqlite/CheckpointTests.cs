using Microsoft.Data.Sqlite;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

/// <summary>The log is copied into the file beside the writer, which waits for no copy.</summary>
public sealed class CheckpointTests
{
    private const int SqliteIoError = 10;

    /// <summary>What the commit that crosses the bound may add.</summary>
    private const int Slack = 2 * CopiedLog.PagesOfOne;

    [Theory]
    [InlineData(1)]     // the bulk
    [InlineData(2)]     // the last pages, for which it stands still a moment
    public async Task The_writer_commits_while_a_checkpoint_copies(int copy)
    {
        await using var file = Create();
        using var release = new ManualResetEventSlim();
        await using var log = new CopiedLog(file, number => WaitIf(number == copy, release));

        try
        {
            await log.WriteAsync(2 * CopiedLog.Pages);
            for (var begun = 0; begun < copy; begun++)
            {
                await log.CopyBeginsAsync();
            }

            await log.WriteAsync(CopiedLog.Pages);
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public async Task The_log_begins_anew_under_steady_writing_before_a_commit_has_to_copy()
    {
        await using var file = Create();
        await using var log = new CopiedLog(file);

        for (var rounds = 0; rounds < 5; rounds++)
        {
            await log.WriteUntilNewAsync();
        }

        Assert.InRange(CopiedLog.Frames(file), CopiedLog.Pages, CopiedLog.MostPages - 1);
    }

    [Fact]
    public async Task When_the_copying_falls_behind_commits_copy_and_the_log_stays_within_its_bound()
    {
        await using var file = Create();
        using var release = new ManualResetEventSlim();
        await using var log = new CopiedLog(file, number => WaitIf(number == 1, release));

        try
        {
            await log.WriteAsync(10 * CopiedLog.MostPages);
            Assert.InRange(CopiedLog.Frames(file), CopiedLog.MostPages, CopiedLog.MostPages + Slack);
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public async Task A_reader_that_holds_a_snapshot_holds_up_nobody_and_the_log_begins_anew_when_it_has_ended()
    {
        await using var file = Create();
        await using var log = new CopiedLog(file);
        await log.WriteAsync();
        using var reader = file.Reader();
        reader.Execute("begin");
        var rows = reader.Scalar("select count(*) from filler");
        var beginnings = CopiedLog.Beginnings(file);

        await log.WriteAsync(3 * CopiedLog.Pages / 2);
        await log.CopyBeginsAsync();

        Assert.Equal(rows, reader.Scalar("select count(*) from filler"));
        Assert.Equal(beginnings, CopiedLog.Beginnings(file));
        reader.Execute("commit");
        await log.WriteUntilNewAsync();
        Assert.InRange(CopiedLog.Frames(file), CopiedLog.Pages, CopiedLog.MostPages - 1);
    }

    [Fact]
    public async Task A_short_log_is_copied_when_nothing_has_been_written_for_a_second()
    {
        await using var file = Create();
        await using var log = new CopiedLog(file);
        var before = file.Length;
        await log.WriteAsync();
        Assert.Equal(before, file.Length);

        await log.CopyBeginsAsync();
        await log.CopyBeginsAsync();    // so the first has ended

        Assert.InRange(file.Length, before + 30_000, before + 80_000);
    }

    [Fact]
    public async Task Closing_waits_for_the_copy_that_is_under_way_and_leaves_one_whole_file()
    {
        await using var file = Create();
        using var release = new ManualResetEventSlim();
        var log = new CopiedLog(file, number => WaitIf(number == 2, release));
        await log.WriteAsync(2 * CopiedLog.Pages);
        await log.CopyBeginsAsync();
        await log.CopyBeginsAsync();    // its connection is open
        var write = log.WriteAsync();

        var closing = log.DisposeAsync().AsTask();
        await write;
        Assert.False(closing.IsCompleted);
        release.Set();
        await closing;

        Assert.False(File.Exists(file.Log));
        Assert.Equal("ok", file.Text("pragma integrity_check"));
        Assert.Equal(log.Rows, file.Scalar("select count(*) from filler"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_copy_that_fails_is_no_writers_error_and_is_tried_again()
    {
        await using var file = Create();
        await using var log = new CopiedLog(file, number =>
        {
            if (number <= 3)
            {
                throw new SqliteException("The disk does not answer.", SqliteIoError);
            }
        });

        while (log.Copies <= 3)
        {
            await log.WriteAsync();
        }

        await log.WriteUntilNewAsync();
    }

    [Fact]
    public async Task Two_writers_of_one_file_both_copy_and_lose_nothing()
    {
        await using var file = Create();
        await using var one = new CopiedLog(file);
        await using var two = new CopiedLog(file);

        await Task.WhenAll(one.WriteAsync(20 * CopiedLog.Pages), two.WriteAsync(20 * CopiedLog.Pages));
        await one.WriteUntilNewAsync();
        await two.WriteUntilNewAsync();

        Assert.Equal("ok", file.Text("pragma integrity_check"));
        Assert.Equal(one.Rows + two.Rows, file.Scalar("select count(*) from filler"));
    }

    private static SqliteFile Create()
    {
        var file = new SqliteFile();
        using var connection = file.Connect();
        SqliteFile.Execute(connection, "create table filler (bytes blob)");
        return file;
    }

    private static void WaitIf(bool condition, ManualResetEventSlim release)
    {
        if (condition)
        {
            release.Wait(SqliteFile.Token);
        }
    }
}
