using SmartWms.Webhooks.Sqlite.Connections;

namespace SmartWms.Webhooks.Sqlite.Writing;

/// <summary>Copies the write-ahead log into the file on a thread and a connection of its own, while the writer goes on appending.</summary>
/// <remarks>
/// The log begins anew only when all of it is copied, and SQLite syncs the file only then. So the writer stands still for the last pages, but no longer than a few milliseconds:
/// a sync that takes longer goes on beside it, and the next try has only what was appended meanwhile. Nothing here decides about durability: that is SQLite's own checkpoint, every time.
/// </remarks>
internal sealed class Checkpointer : IDisposable
{
    /// <summary>So many are copied in a millisecond or two: they are left to the moment in which the writer stands still.</summary>
    private const int FewPages = 256;

    /// <summary>A disk slower than the writer never gets down to few.</summary>
    private const int MaxPasses = 4;

    /// <summary>What the writer stands still for at the first try, in milliseconds; twice that at each further one, for disks that need longer even for few pages.</summary>
    private const int FirstPause = 5;

    private const int LastPause = 160;

    private readonly object _gate = new();
    private readonly SqliteConnector _connector;
    private readonly Action? _copying;
    private readonly Thread _thread;
    private SqliteSession? _session;
    private long _written;

    /// <summary>How long the log is, as far as this writer has made it. Pages of another process are that one's to copy, and the bound counts all.</summary>
    private int _pages;

    /// <summary>How long the writer may have to stand still, in milliseconds; 0 when it need not, or has stood so long.</summary>
    private int _pause;

    private bool _isAsked;
    private bool _isWriting;
    private bool _isClosed;

    /// <param name="connector">Opens the connection, and knows how long the log may become.</param>
    /// <param name="copying">Tests listen here: called before each copy, on the thread that copies.</param>
    public Checkpointer(SqliteConnector connector, Action? copying = null)
    {
        _connector = connector;
        _copying = copying;
        _thread = new Thread(Work) { IsBackground = true, Name = "SmartWms.Webhooks SQLite checkpointer" };
        _thread.Start();
    }

    /// <summary>Before each turn of the writer: lets the last pages be copied when that is what is being waited for.</summary>
    public void BeginWriting()
    {
        lock (_gate)
        {
            while (_pause > 0)
            {
                if (!Monitor.Wait(_gate, _pause))
                {
                    _pause = 0;     // the copy goes on, and will have to be followed by another
                }
            }

            _isWriting = true;
        }
    }

    /// <summary>After each turn of the writer.</summary>
    /// <param name="pages">How many it has appended.</param>
    public void EndWriting(int pages)
    {
        lock (_gate)
        {
            _isWriting = false;
            _written += pages;
            _pages += pages;
            _isAsked |= _pages >= _connector.CheckpointPages;
            if (_isAsked)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Copies now, however short the log is.</summary>
    public void Ask()
    {
        lock (_gate)
        {
            _isAsked = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for the copy that is under way. Once the writer has ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    private void Work()
    {
        while (WaitUntilAsked())
        {
            try
            {
                CopyLog();
            }
            catch (Exception)
            {
                CloseSession();     // whatever it is, this thread must not end the host's process: the writer meets the same trouble, and callers who can be told of it
                End(isWhole: false);
            }
        }

        CloseSession();
    }

    private bool WaitUntilAsked()
    {
        lock (_gate)
        {
            while (!_isAsked && !_isClosed)
            {
                Monitor.Wait(_gate);
            }

            return !_isClosed;
        }
    }

    private void CopyLog()
    {
        for (var pause = FirstPause; pause <= LastPause; pause *= 2)
        {
            CopyMost();
            if (CopyRest(pause))
            {
                return;
            }
        }

        End(isWhole: false);
    }

    /// <summary>Beside the writer, until it appends little during one copy.</summary>
    private void CopyMost()
    {
        for (var passes = 0; passes < MaxPasses; passes++)
        {
            var before = Volatile.Read(ref _written);
            Copy();
            if (Volatile.Read(ref _written) - before < FewPages)
            {
                return;
            }
        }
    }

    /// <summary>While the writer stands still.</summary>
    /// <returns>Whether it could wait for the end.</returns>
    private bool CopyRest(int pause)
    {
        lock (_gate)
        {
            _pause = pause;
            while (_isWriting)
            {
                Monitor.Wait(_gate);
            }
        }

        var isWhole = Copy();
        lock (_gate)
        {
            if (_pause == 0)
            {
                return false;
            }

            End(isWhole);
            return true;
        }
    }

    private bool Copy()
    {
        _copying?.Invoke();
        _session ??= _connector.OpenCheckpointer();
        return _session.Checkpoint();
    }

    /// <summary>Lets the writer go on. A whole copy, and its next page begins the log anew; else the next try is soon, but not at once: a reader that needs the older pages may stay for minutes.</summary>
    private void End(bool isWhole)
    {
        lock (_gate)
        {
            _isAsked = false;
            _pages = isWhole ? 0 : _connector.CheckpointPages / 8 * 7;
            _pause = 0;
            Monitor.PulseAll(_gate);
        }
    }

    private void CloseSession()
    {
        _session?.Dispose();
        _session = null;
    }
}
