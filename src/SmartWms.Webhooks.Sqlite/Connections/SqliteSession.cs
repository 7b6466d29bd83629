using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SmartWms.Webhooks.Sqlite.Connections;

/// <summary>One open connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = new(ConstantText.Comparer);

    public SqliteSession(SqliteConnection connection)
    {
        _connection = connection;
        Handle = connection.Handle!;
    }

    public sqlite3 Handle { get; }

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

    /// <summary>Ends a transaction that failed; SQLite may have ended it itself.</summary>
    public void RollBack()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Reset();      // one may have been left at a row
        }

        if (InTransaction)
        {
            raw.sqlite3_exec(Handle, "rollback");
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    /// <summary>Hashing three hundred characters for each row would cost more than binding it.</summary>
    private sealed class ConstantText : IEqualityComparer<string>
    {
        public static readonly ConstantText Comparer = new();

        public bool Equals(string? x, string? y) => ReferenceEquals(x, y);

        public int GetHashCode(string obj) => RuntimeHelpers.GetHashCode(obj);
    }
}
