namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>The store's time: one thread that writes all that waits as one transaction, then waits for the disk, then tells everybody.</summary>
internal sealed class StoreWriter(Timeline timeline, Costs costs)
{
    private List<(int Rows, Action Commit)> _waiting = [];
    private bool _isBusy;

    public bool IsIdle => !_isBusy;

    public long Transactions { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Runs the work in the transaction that writes it; the task ends on the pool.</summary>
    public Task<T> WriteAsync<T>(int rows, Func<Task<T>> work)
    {
        if (costs.IsInMemory)
        {
            return work();
        }

        // Continuations run inside SetResult, on the one thread there is.
        var written = new TaskCompletionSource<T>();
        _waiting.Add((rows, Commit));
        Begin();
        return written.Task;

        void Commit()
        {
            var result = work().GetAwaiter().GetResult();
            timeline.Processors.Enqueue(0, () => written.SetResult(result));
        }
    }

    private void Begin()
    {
        if (_isBusy || _waiting.Count == 0)
        {
            return;
        }

        _isBusy = true;
        var batch = _waiting;
        _waiting = [];
        var rows = batch.Sum(operation => operation.Rows);
        (Transactions, Rows) = (Transactions + 1, Rows + rows);
        timeline.Processors.RunApart(costs.Commit + (rows * costs.Row), () => timeline.After(TimeSpan.FromMicroseconds(costs.Sync), () => End(batch)));
    }

    private void End(List<(int Rows, Action Commit)> batch)
    {
        foreach (var (_, commit) in batch)
        {
            commit();
        }

        _isBusy = false;
        Begin();
    }
}
