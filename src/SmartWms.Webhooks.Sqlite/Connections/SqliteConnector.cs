using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SmartWms.Webhooks.Sqlite.Connections;

/// <summary>Opens connections with the durability that was asked for, and asserts that the file gives it.</summary>
internal sealed class SqliteConnector
{
    /// <summary>The writer waits for the lock in short turns, so that it notices publishes that have waited too long.</summary>
    private const int WriterBusyMilliseconds = 20;

    private const int MostSwitches = 50;

    private readonly SqliteOptions _options;
    private readonly string _connectionString;

    /// <param name="options">The file, and how durable it is.</param>
    /// <param name="checkpointPages">32 MiB of log between two checkpoints (SQLite's default is 4): the pages of the hot tables are written again by every commit, and go to the file once instead of eight times.</param>
    public SqliteConnector(SqliteOptions options, int checkpointPages = 8192)
    {
        _options = options;
        CheckpointPages = checkpointPages;
        _connectionString = Validate(options);
    }

    /// <summary>From this length of the log on it is copied into the file beside the writer.</summary>
    public int CheckpointPages { get; }

    /// <summary>From this length on a commit copies it itself: a disk that is too slow for the writer must slow it down.</summary>
    public int MostPages => 4 * CheckpointPages;

    /// <summary>For the writer: gives up a lock after a short while; the caller tries again.</summary>
    public SqliteSession OpenWriter() => Open(WriterBusyMilliseconds, _options.CacheMebibytes, isReader: false);

    /// <summary>For copying the log: needs no page of the file in memory.</summary>
    public SqliteSession OpenCheckpointer() => Open(WriterBusyMilliseconds, 1, isReader: false);

    /// <summary>For migrations: waits for the lock as long as a host's transaction may take.</summary>
    public SqliteSession OpenPatient() => Open((int)_options.MaxHostTransaction.TotalMilliseconds, 2, isReader: false);

    /// <summary>For reads: cannot write.</summary>
    public SqliteSession OpenReader() => Open((int)_options.MaxHostTransaction.TotalMilliseconds, Math.Max(1, _options.CacheMebibytes / 8), isReader: true);

    private SqliteSession Open(int busyMilliseconds, int cacheMebibytes, bool isReader)
    {
        var connection = new SqliteConnection(_connectionString);
        SqliteSession? session = null;
        try
        {
            connection.Open();
            session = new SqliteSession(connection);
            // Before the first pragma that needs a lock; the longer wait lets a neighbour finish switching the file to WAL.
            raw.sqlite3_busy_timeout(session.Handle, (int)_options.MaxHostTransaction.TotalMilliseconds);
            Set(session, cacheMebibytes, isReader);
            Assert(session);
            raw.sqlite3_busy_timeout(session.Handle, busyMilliseconds);
            return session;
        }
        catch
        {
            session?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    private void Set(SqliteSession session, int cacheMebibytes, bool isReader)
    {
        // Plan stability: without it SQLite built with STAT4 parses and plans a statement anew whenever another value is bound to a range or a limit.
        raw.sqlite3_db_config(session.Handle, PlanStability, 1, out _);
        var synchronous = _options.Synchronous == SqliteSynchronous.Full ? "full" : "normal";
        SwitchToLog(session);
        session.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            pragma synchronous = {synchronous};
            pragma cache_size = {-1024 * cacheMebibytes};
            pragma wal_autocheckpoint = {MostPages};
            pragma temp_store = memory;
            pragma query_only = {(isReader ? 1 : 0)};
            """));
    }

    /// <summary>Two that switch a new file to its log at the same moment refuse each other without waiting. Between tries they queue for the write lock, for which SQLite does wait.</summary>
    private static void SwitchToLog(SqliteSession session)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                session.Execute("pragma journal_mode = wal");
                return;
            }
            catch (SqliteException exception) when (exception.IsBusy() && tries < MostSwitches)
            {
                session.Execute("begin immediate; commit");
            }
        }
    }

    // SQLITE_DBCONFIG_ENABLE_QPSG of sqlite3.h, which the wrapper does not name.
    private const int PlanStability = 1007;

    private void Assert(SqliteSession session)
    {
        var mode = session.TextScalar("pragma journal_mode");
        if (mode != "wal")
        {
            throw new InvalidOperationException($"The SQLite file does not take the write-ahead log (journal_mode is '{mode}'). "
                + "It has to be a file on a local disk, not in memory and not on a network share.");
        }

        var expected = _options.Synchronous == SqliteSynchronous.Full ? 2 : 1;
        var actual = session.Scalar("pragma synchronous");
        if (actual != expected)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"The SQLite connection runs with synchronous={actual} where {expected} ({_options.Synchronous}) was asked for: commits would not be as durable as promised."));
        }
    }

    private static string Validate(SqliteOptions options)
    {
        var builder = new SqliteConnectionStringBuilder(options.ConnectionString);
        if (builder.DataSource is "" or ":memory:" || builder.Mode is SqliteOpenMode.Memory or SqliteOpenMode.ReadOnly)
        {
            // Never the whole string: it may hold a password.
            throw new ArgumentException($"The connection string (Data Source='{builder.DataSource}', Mode={builder.Mode}) does not name a SQLite file to write to. Give e.g. 'Data Source=wms.db'.", nameof(options));
        }

        if (options.MaxHostTransaction < TimeSpan.FromSeconds(1) || options.MaxHostTransaction > TimeSpan.FromMinutes(5))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxHostTransaction, "MaxHostTransaction is 1 s to 5 min.");
        }

        if (options.CacheMebibytes is < 1 or > 4096)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.CacheMebibytes, "CacheMebibytes is 1 to 4,096.");
        }

        builder.Pooling = false;
        builder.Cache = SqliteCacheMode.Private;
        return builder.ToString();
    }
}
