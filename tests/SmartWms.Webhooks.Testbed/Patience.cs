namespace SmartWms.Webhooks.Testbed;

/// <summary>How long a test waits for a signal in real time before it says what it saw instead.</summary>
public static class Patience
{
    /// <summary>10 seconds: far longer than any signal takes, short enough for a person to wait for.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Waits for a signal, never longer than <see cref="Limit"/>.</summary>
    /// <param name="signal">What is waited for.</param>
    /// <param name="describe">Called only when time ran out: what was waited for, and what was there instead.</param>
    /// <param name="limit"><see langword="null"/> for <see cref="Limit"/>.</param>
    /// <exception cref="TimeoutException">The signal did not come; the message is the description.</exception>
    public static async Task<T> WithinAsync<T>(Task<T> signal, Func<string> describe, TimeSpan? limit = null)
    {
        await WithinAsync((Task)signal, describe, limit);
        return await signal;
    }

    /// <inheritdoc cref="WithinAsync{T}"/>
    public static async Task WithinAsync(Task signal, Func<string> describe, TimeSpan? limit = null)
    {
        using var done = new CancellationTokenSource();
        var first = await Task.WhenAny(signal, Task.Delay(limit ?? Limit, done.Token));
        if (first != signal)
        {
            throw new TimeoutException($"After {limit ?? Limit:g}: {describe()}");
        }

        await done.CancelAsync();
        await signal;
    }

    /// <summary>Looks again and again at what gives no signal of its own (a row in a store), never longer than <see cref="Limit"/>.</summary>
    /// <exception cref="TimeoutException">It did not become true; the message is the description.</exception>
    public static async Task UntilAsync(Func<Task<bool>> look, Func<string> describe, TimeSpan? limit = null)
    {
        using var end = new CancellationTokenSource(limit ?? Limit);
        while (!await look())
        {
            if (end.IsCancellationRequested)
            {
                throw new TimeoutException($"After {limit ?? Limit:g}: {describe()}");
            }

            await Task.Delay(2);
        }
    }
}
