using CustomStore.Book;

namespace CustomStore.Journal;

/// <summary>The book in memory behind one lock, and its journal. A change is acknowledged when its line is on the disk.</summary>
/// <remarks>A reader may see a change just before it is acknowledged. The journal is never shortened: enough for a sample, and the first thing to add for more.</remarks>
internal sealed class Keeper(string path) : IAsyncDisposable
{
    private readonly WebhookBook _book = new();
    private readonly Lock _gate = new();
    private JournalFile? _journal;

    public void Open() => _journal = JournalFile.Open(path, entry => entry.Apply(_book));

    public T Read<T>(Func<WebhookBook, T> read)
    {
        lock (_gate)
        {
            return read(_book);
        }
    }

    /// <param name="entry">What to do.</param>
    /// <param name="cancellationToken">Cancels before anything is done.</param>
    public async Task<T> ChangeAsync<T>(Entry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        object? result;
        Task durable;
        lock (_gate)
        {
            (result, var changed) = entry.Apply(_book);
            durable = changed ? (_journal ?? throw new InvalidOperationException("The journal is not open.")).Append(entry) : Task.CompletedTask;
        }

        await durable;
        return (T)result!;
    }

    public ValueTask DisposeAsync() => _journal?.DisposeAsync() ?? ValueTask.CompletedTask;
}
