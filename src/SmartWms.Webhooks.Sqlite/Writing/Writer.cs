using Microsoft.Data.Sqlite;
using SmartWms.Webhooks.Sqlite.Connections;

namespace SmartWms.Webhooks.Sqlite.Writing;

/// <summary>The one thread that writes. While a commit waits for the disk, operations gather; the next transaction takes them all.</summary>
internal sealed class Writer
{
    private const int MaxOperations = 1_000;
    private const int IdleMilliseconds = 1_000;

    /// <summary>The longest a batch collects, so that a publish waits for about two commits.</summary>
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(5);

    /// <summary>Publishes go first for this long, so that results are never starved by them.</summary>
    private static readonly TimeSpan PublishTime = TimeSpan.FromMilliseconds(3);

    private readonly WriteQueue _queue;
    private readonly SqliteConnector _connector;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maxWait;
    private readonly List<WriteOperation> _batch = new(MaxOperations);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Checkpointer _checkpointer;
    private readonly Thread _thread;
    private WriteSession? _session;
    private long _commits;
    private bool _hasUncheckpointed;

    public Writer(SqliteConnector connector, TimeProvider time, TimeSpan maxWait, int maxPublishes = 10_000, Checkpointer? checkpointer = null)
    {
        _queue = new WriteQueue(maxPublishes);
        _connector = connector;
        _time = time;
        _maxWait = maxWait;
        _checkpointer = checkpointer ?? new Checkpointer(connector);
        _thread = new Thread(Work) { IsBackground = true, Name = "SmartWms.Webhooks SQLite writer" };
        _thread.Start();
    }

    /// <summary>How many transactions have committed.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Runs inside the next batch.</summary>
    /// <returns>The result, once committed.</returns>
    public Task<T> RunAsync<T>(WriteKind kind, Func<WriteSession, T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var operation = new WriteOperation<T>(kind, _time.GetTimestamp(), work);
        if (cancellationToken.CanBeCanceled)
        {
            operation.CancelWith(cancellationToken);
        }

        _queue.Add(operation);
        return operation.Task;
    }

    /// <summary>Serves what waits, then ends.</summary>
    public Task CloseAsync()
    {
        _queue.Close();
        return _ended.Task;
    }

    private void Work()
    {
        while (true)
        {
            if (_queue.Wait(_hasUncheckpointed ? IdleMilliseconds : Timeout.Infinite))
            {
                _checkpointer.BeginWriting();
                RunBatch();
                _checkpointer.EndWriting(_session?.TakeWrittenPages() ?? 0);
            }
            else if (_queue.IsClosed)
            {
                break;
            }
            else
            {
                _hasUncheckpointed = false;
                _checkpointer.Ask();
            }
        }

        CloseSession();
        _checkpointer.Dispose();
        _ended.SetResult();
    }

    private void RunBatch()
    {
        _batch.Clear();
        try
        {
            if (!TryBegin())
            {
                return;
            }

            Collect();
            Commit();
        }
        catch (Exception exception) when (_batch.Count > 1 && SqliteErrors.IsOfOneOperation(exception))
        {
            RunOneByOne();
            return;
        }
        catch (Exception exception)
        {
            FailBatch(exception);
            return;
        }

        CompleteBatch();
    }

    private void Collect()
    {
        var start = _time.GetTimestamp();
        var elapsed = TimeSpan.Zero;
        while (_batch.Count < MaxOperations && elapsed < BatchTime && _queue.TryTake(elapsed < PublishTime, out var operation))
        {
            _batch.Add(operation);
            operation.Run(_session!);
            elapsed = _time.GetElapsedTime(start);
        }
    }

    private void Commit()
    {
        var (adds, records) = (Has(WriteKind.Add), Has(WriteKind.Record));
        HitIf(adds, "add:before-commit");
        HitIf(records, "record:before-commit");
        _session!.Commit();
        Volatile.Write(ref _commits, _commits + 1);
        _hasUncheckpointed = true;
        HitIf(adds, "add:after-commit");
        HitIf(records, "record:after-commit");
        HitIf(Has(WriteKind.Claim), "claim:after-commit");
    }

    /// <summary>One operation was refused by the database: its neighbours must not suffer for it.</summary>
    private void RunOneByOne()
    {
        WriteOperation[] operations = [.. _batch];
        _session!.RollBack();
        foreach (var operation in operations)
        {
            _batch.Clear();
            _batch.Add(operation);
            try
            {
                while (!TryBegin())
                {
                }

                operation.Run(_session!);
                Commit();
            }
            catch (Exception exception)
            {
                FailBatch(exception);
                continue;
            }

            CompleteBatch();
        }
    }

    /// <summary>Takes the write lock, waiting for another holder without failing anybody but publishes that have waited too long.</summary>
    /// <returns><see langword="false"/> when nothing waits any more.</returns>
    private bool TryBegin()
    {
        _session ??= new WriteSession(_connector.OpenWriter());
        var start = _time.GetTimestamp();
        while (true)
        {
            try
            {
                _session.Begin();
                return true;
            }
            catch (SqliteException exception) when (exception.IsBusy())
            {
                ExpirePublishes();
                if (_queue.IsClosed && _time.GetElapsedTime(start) > _maxWait)
                {
                    throw;
                }

                if (_batch.Count == 0 && _queue.IsEmpty)
                {
                    return false;
                }
            }
        }
    }

    private void ExpirePublishes()
    {
        var before = _time.GetTimestamp() - (long)(_maxWait.TotalSeconds * _time.TimestampFrequency);
        while (_queue.TryTakeExpired(before, out var operation))
        {
            operation.Fail(new TimeoutException(
                $"Another transaction has held the SQLite file's write lock for longer than {_maxWait.TotalSeconds:0} s; the event was not stored. "
                + "If it is your own open transaction, pass it to the publish (WebhookPublishOptions.Transaction)."));
        }
    }

    private void CompleteBatch()
    {
        foreach (var operation in _batch)
        {
            operation.Complete();
        }
    }

    private void FailBatch(Exception exception)
    {
        // Before the connection could be opened or the lock taken nothing was taken from the queue: those who wait must hear of it too.
        while (_batch.Count == 0 && _queue.TryTake(publishesFirst: true, out var waiting))
        {
            waiting.Fail(exception);
        }

        if (_session is not null)
        {
            _session.RollBack();
            if (!SqliteErrors.IsOfOneOperation(exception))
            {
                CloseSession();
            }
        }

        foreach (var operation in _batch)
        {
            operation.Fail(exception);
        }
    }

    private void CloseSession()
    {
        _session?.Dispose();
        _session = null;
    }

    private bool Has(WriteKind kind)
    {
        if (FaultPoint.Reached is null)
        {
            return false;
        }

        return _batch.Exists(operation => operation.Kind == kind);
    }

    private static void HitIf(bool condition, string name)
    {
        if (condition)
        {
            FaultPoint.Hit(name);
        }
    }
}
