using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SmartWms.Webhooks.Sqlite.Connections;

/// <summary>A few connections that only read. Each read sees one snapshot and waits for no write.</summary>
internal sealed class ReadPool(SqliteConnector connector) : IDisposable
{
    private const int MaxSessions = 4;

    private readonly SemaphoreSlim _slots = new(MaxSessions);
    private readonly Stack<SqliteSession> _idle = new();
    private bool _isDisposed;

    /// <summary>Runs a read on the thread pool: a long one must not hold up a caller's thread.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => ReadInSnapshot(read, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        lock (_idle)
        {
            _isDisposed = true;
            while (_idle.TryPop(out var session))
            {
                session.Dispose();
            }
        }
    }

    private T ReadInSnapshot<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        var session = Take();
        var isSound = false;
        try
        {
            using var interruption = cancellationToken.Register(static handle => raw.sqlite3_interrupt((sqlite3)handle!), session.Handle);
            session.Execute("begin");
            var result = read(session);
            session.Execute("commit");
            isSound = true;
            return result;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        finally
        {
            Return(session, isSound);
        }
    }

    private SqliteSession Take()
    {
        lock (_idle)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_idle.TryPop(out var session))
            {
                return session;
            }
        }

        return connector.OpenReader();
    }

    private void Return(SqliteSession session, bool isSound)
    {
        lock (_idle)
        {
            if (isSound && !_isDisposed)
            {
                _idle.Push(session);
                return;
            }
        }

        session.Dispose();      // after an error the connection is not trusted again
    }
}
