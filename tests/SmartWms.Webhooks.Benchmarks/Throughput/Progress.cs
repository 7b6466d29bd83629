namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>Counts what is published and what of it is recorded; holds publishers back while more than a limit lies between the two.</summary>
internal sealed class Progress(int limit)
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _begun;
    private long _delivered;
    private long _expected = long.MaxValue;

    public long Begun => Interlocked.Read(ref _begun);

    /// <summary>Takes the places of an event's deliveries.</summary>
    public async ValueTask BeginAsync(int deliveries)
    {
        Interlocked.Add(ref _begun, deliveries);
        while (Interlocked.Read(ref _begun) - Interlocked.Read(ref _delivered) > limit)
        {
            var room = Volatile.Read(ref _room);
            if (Interlocked.Read(ref _begun) - Interlocked.Read(ref _delivered) <= limit)
            {
                return;
            }

            await room.Task;
        }
    }

    public void Delivered(int count)
    {
        var delivered = Interlocked.Add(ref _delivered, count);
        Interlocked.Exchange(ref _room, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        if (delivered >= Interlocked.Read(ref _expected))
        {
            _all.TrySetResult();
        }
    }

    /// <summary>Waits until this many are recorded as delivered.</summary>
    public async Task WaitForAsync(long expected)
    {
        Interlocked.Exchange(ref _expected, expected);
        Delivered(0);
        await _all.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }
}
