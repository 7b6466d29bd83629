using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SmartWms.Webhooks.Sqlite.Connections;

/// <summary>One prepared statement, kept open. Bind, step, reset; values by position from 1, columns from 0.</summary>
/// <remarks>Straight on the native functions: a command of ADO.NET looks parameters up by name and makes a reader for each run, half the cost of a one-row statement.</remarks>
internal sealed class Statement : IDisposable
{
    private const int StackBytes = 512;

    private static readonly object IsNumber = new();
    private static readonly object IsNothing = new();
    private static readonly object IsEmpty = new();

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    /// <summary>What is bound, which stays over a reset: a value that does not change from row to row is not handed over again.</summary>
    private readonly Bound[] _bound;

    public Statement(sqlite3 connection, string sql)
    {
        _connection = connection;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), connection);
        _bound = new Bound[ParameterCount + 1];
    }

    /// <summary>The highest position that the statement names.</summary>
    public int ParameterCount => raw.sqlite3_bind_parameter_count(_statement);

    public Statement Bind(int index, long value)
    {
        if (!IsBound(index, new Bound(IsNumber, value)))
        {
            Check(raw.sqlite3_bind_int64(_statement, index, value));
        }

        return this;
    }

    public Statement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    /// <remarks>Text is compared by reference: the same type, contract or node is the same string.</remarks>
    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        if (!IsBound(index, new Bound(value, 0)))
        {
            BindText(index, value);
        }

        return this;
    }

    public Statement Bind(int index, byte[]? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        if (value.Length > 0)
        {
            _bound[index] = default;      // its bytes can change
            Check(raw.sqlite3_bind_blob(_statement, index, value));
        }
        else if (!IsBound(index, new Bound(IsEmpty, 0)))
        {
            Check(raw.sqlite3_bind_zeroblob(_statement, index, 0));
        }

        return this;
    }

    /// <summary>Whether there is a row; after the last one the statement is ready for its next run.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            var error = Error(code);
            Reset();
            throw error;
        }

        Reset();
        return false;
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>How many rows it changed.</returns>
    public int RunCounted()
    {
        Run();
        return raw.sqlite3_changes(_connection);
    }

    /// <summary>The first column of the only row; 0 when there is none.</summary>
    public long Scalar()
    {
        var value = Step() ? Int64(0) : 0;
        Reset();
        return value;
    }

    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int32(int column) => checked((int)raw.sqlite3_column_int64(_statement, column));

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public int? Int32OrNull(int column) => IsNull(column) ? null : Int32(column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public byte[]? BlobOrNull(int column) => IsNull(column) ? null : Blob(column);

    public void Dispose() => _statement.Dispose();

    private Statement BindNull(int index)
    {
        if (!IsBound(index, new Bound(IsNothing, 0)))
        {
            Check(raw.sqlite3_bind_null(_statement, index));
        }

        return this;
    }

    private void BindText(int index, string value)
    {
        if (value.Length == 0 || value.Length > StackBytes / 3)
        {
            Check(raw.sqlite3_bind_text(_statement, index, value));
            return;
        }

        Span<byte> bytes = stackalloc byte[StackBytes];
        Check(raw.sqlite3_bind_text(_statement, index, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
    }

    private bool IsBound(int index, Bound value)
    {
        ref var bound = ref _bound[index];
        if (ReferenceEquals(bound.Value, value.Value) && bound.Number == value.Number)
        {
            return true;
        }

        bound = value;
        return false;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            Array.Clear(_bound);
            throw Error(code);
        }
    }

    /// <summary>A string, or which kind of value it is.</summary>
    private readonly record struct Bound(object? Value, long Number);

    private SqliteException Error(int code) => SqliteErrors.From(code, _connection);
}
