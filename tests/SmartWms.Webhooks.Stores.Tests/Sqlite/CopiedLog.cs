using System.Buffers.Binary;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

/// <summary>A writer whose log is short, with a signal for each copy of it.</summary>
internal sealed class CopiedLog : IAsyncDisposable
{
    public const int Pages = 128;
    public const int MostPages = 4 * Pages;

    /// <summary>Ten that hold the bytes, and those that point there.</summary>
    public const int PagesOfOne = 12;

    private const int FrameBytes = 4096 + 24;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _copies = new(0);
    private readonly SqliteFile _file;
    private readonly Writer _writer;
    private int _count;

    /// <param name="file">Where the writer writes.</param>
    /// <param name="copying">Given the number of the copy, from 1; runs on the thread that copies.</param>
    public CopiedLog(SqliteFile file, Action<int>? copying = null)
    {
        _file = file;
        var connector = new SqliteConnector(file.Options, Pages);
        var checkpointer = new Checkpointer(connector, () =>
        {
            var number = Interlocked.Increment(ref _count);
            _copies.Release();
            copying?.Invoke(number);
        });
        _writer = new Writer(connector, new ManualTime(), TimeSpan.FromSeconds(10), checkpointer: checkpointer);
    }

    public static long Frames(SqliteFile file) => new FileInfo(file.Log).Length / FrameBytes;

    /// <summary>How often the log has begun anew since the file was made: SQLite counts it in the log's header.</summary>
    public static uint Beginnings(SqliteFile file)
    {
        using var log = new FileStream(file.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[16];
        log.ReadExactly(header);
        return BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
    }

    /// <summary>How many copies have begun.</summary>
    public int Copies => Volatile.Read(ref _count);

    /// <summary>How many rows have been written.</summary>
    public int Rows { get; private set; }

    /// <summary>Commits a row of some ten pages.</summary>
    public async Task WriteAsync()
    {
        await _writer.RunAsync(WriteKind.Other, session => session.Prepare("insert into filler (bytes) values (zeroblob(40000))").RunCounted(), SqliteFile.Token).WaitAsync(Patience, SqliteFile.Token);
        Rows++;
    }

    public async Task WriteAsync(int pages)
    {
        for (var written = 0; written < pages; written += PagesOfOne)
        {
            await WriteAsync();
        }
    }

    /// <summary>Comes back when a copy begins that nobody has waited for yet.</summary>
    public async Task CopyBeginsAsync() => Assert.True(await _copies.WaitAsync(Patience, SqliteFile.Token), "Nothing was copied.");

    /// <summary>Writes until the log begins anew; once it is long enough to be copied, no more than three rows for each copy (those make the next try due).</summary>
    public async Task WriteUntilNewAsync()
    {
        await WriteAsync();
        while (_copies.Wait(0))
        {
        }

        var before = Beginnings(_file);
        for (var rows = 1; Beginnings(_file) == before; rows++)
        {
            if (rows >= 3 * Pages / 2 / PagesOfOne && rows % 3 == 0)
            {
                await CopyBeginsAsync();
            }

            await WriteAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.CloseAsync();
        _copies.Dispose();
    }
}
