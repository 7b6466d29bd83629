using System.Text.Json;

namespace CustomStore.Journal;

/// <summary>Lines of JSON that only grow. What is appended is durable once its task completes; waiting callers share one fsync.</summary>
internal sealed class JournalFile : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly SemaphoreSlim _work = new(0);
    private readonly Lock _gate = new();
    private readonly Task _flushing;
    private TaskCompletionSource? _waiting;
    private Exception? _broken;
    private bool _closing;

    private JournalFile(FileStream file)
    {
        _file = file;
        _flushing = Task.Run(FlushAsync);
    }

    /// <summary>Reads what is there, cuts off a last line that was not written to its end, and goes on after it.</summary>
    public static JournalFile Open(string path, Action<Entry> replay)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var end = 0L;
        using (var reader = new MemoryStream())
        {
            file.CopyTo(reader);
            var bytes = reader.GetBuffer().AsMemory(0, (int)reader.Length);
            for (var line = bytes.Span.IndexOf((byte)'\n'); line >= 0; line = bytes.Span.IndexOf((byte)'\n'))
            {
                replay(JsonSerializer.Deserialize<Entry>(bytes.Span[..line]) ?? throw new InvalidDataException($"A line of {path} is empty."));
                (bytes, end) = (bytes[(line + 1)..], end + line + 1);
            }
        }

        file.SetLength(end);
        file.Seek(end, SeekOrigin.Begin);
        return new JournalFile(file);
    }

    /// <summary>Writes a line. In the order of the calls; durable when the task completes.</summary>
    public Task Append(Entry entry)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry), (byte)'\n'];
        lock (_gate)
        {
            if (_broken is not null)
            {
                throw new IOException("The journal could not be written, and nothing more is taken until the process starts again.", _broken);
            }

            try
            {
                _file.Write(line);
            }
            catch (Exception error)
            {
                _broken = error;
                throw;
            }

            if (_waiting is null)
            {
                _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _work.Release();
            }

            return _waiting.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _work.Release();
        await _flushing;
        await _file.DisposeAsync();
        _work.Dispose();
    }

    private async Task FlushAsync()
    {
        while (!_closing || _waiting is not null)
        {
            await _work.WaitAsync();
            TaskCompletionSource? done = null;
            try
            {
                lock (_gate)
                {
                    (done, _waiting) = (_waiting, null);
                    _file.Flush();      // to the operating system, while nobody writes
                }

                RandomAccess.FlushToDisk(_file.SafeFileHandle);
                done?.SetResult();
            }
            catch (Exception error)
            {
                _broken = error;
                done?.SetException(error);
            }
        }
    }
}
