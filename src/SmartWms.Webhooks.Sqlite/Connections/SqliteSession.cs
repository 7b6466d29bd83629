using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SmartWms.Webhooks.Sqlite.Connections;

/// <summary>One open connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection? _owned;
    private readonly Dictionary<string, Statement> _statements = new(ConstantText.Comparer);

    public SqliteSession(SqliteConnection connection)
    {
        _owned = connection;
        Handle = connection.Handle!;
    }

    private SqliteSession(sqlite3 handle) => Handle = handle;

    public sqlite3 Handle { get; }

    /// <summary>Statements on a connection of the host, which stays open.</summary>
    public static SqliteSession On(SqliteConnection connection) => new(connection.Handle!);

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>The statement of a constant, prepared once on this connection and found again by the constant's identity.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new Statement(Handle, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>A statement that is put together for one run; the caller disposes it.</summary>
    public Statement Compile(string sql) => new(Handle, sql);

    /// <summary>Runs SQL that is not kept prepared; several statements are allowed.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(Handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteErrors.From(code, Handle);
        }
    }

    public long Scalar(string sql)
    {
        using var statement = new Statement(Handle, sql);
        return statement.Scalar();
    }

    public string TextScalar(string sql)
    {
        using var statement = new Statement(Handle, sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    /// <summary>How many pages this connection has written to the log since it was last asked.</summary>
    public int TakeWrittenPages()
    {
        raw.sqlite3_db_status(Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1);
        return pages;
    }

    /// <summary>Moves what is in the write-ahead log into the file, as far as no reader needs it there. Waits for nobody.</summary>
    /// <returns>Whether all of it is there that was in the log at the call; another connection may be at the same work.</returns>
    public bool Checkpoint()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out var copied);
        return code switch
        {
            raw.SQLITE_OK => pages == copied,
            raw.SQLITE_BUSY => false,
            _ => throw SqliteErrors.From(code, Handle),
        };
    }

    /// <summary>Ends a transaction that failed; SQLite may have ended it itself.</summary>
    public void RollBack()
    {
        ResetAll();
        if (InTransaction)
        {
            raw.sqlite3_exec(Handle, "rollback");
        }
    }

    /// <summary>Undoes what was done since a savepoint and leaves the transaction around it open; after its gravest errors SQLite has ended that itself.</summary>
    public void RollBackTo(string savepoint)
    {
        ResetAll();
        if (InTransaction)
        {
            raw.sqlite3_exec(Handle, $"rollback to {savepoint}; release {savepoint}");
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _owned?.Dispose();
    }

    private void ResetAll()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Reset();      // one may have been left at a row
        }
    }

    /// <summary>Hashing three hundred characters for each row would cost more than binding it.</summary>
    private sealed class ConstantText : IEqualityComparer<string>
    {
        public static readonly ConstantText Comparer = new();

        public bool Equals(string? x, string? y) => ReferenceEquals(x, y);

        public int GetHashCode(string obj) => RuntimeHelpers.GetHashCode(obj);
    }
}
