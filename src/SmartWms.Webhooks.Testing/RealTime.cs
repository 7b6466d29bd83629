using System.Diagnostics.CodeAnalysis;

namespace SmartWms.Webhooks.Testing;

/// <summary>The real clock: other threads, sockets and databases know no other. It only ends waits that have gone wrong.</summary>
internal static class RealTime
{
    /// <summary>Far longer than anything here takes, short enough for a person to wait for.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    [SuppressMessage("ApiDesign", "RS0030", Justification = "What is waited for happens in real time; the test's clock stands still meanwhile.")]
    private static TimeProvider Clock => TimeProvider.System;

    /// <summary>Looks again and again until it is so.</summary>
    /// <exception cref="TimeoutException">It was not so within <see cref="Limit"/>; the message is the description.</exception>
    public static async Task UntilAsync(Func<CancellationToken, Task<bool>> look, Func<string> describe, CancellationToken cancellationToken)
    {
        var started = Clock.GetTimestamp();
        for (var looks = 1; !await look(cancellationToken).ConfigureAwait(false); looks++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Clock.GetElapsedTime(started) > Limit)
            {
                throw new TimeoutException($"After {Limit.TotalSeconds} s: {describe()}");
            }

            // Most of the time only another thread has to come to its turn.
            if (looks % 50 == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), Clock, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await Task.Yield();
            }
        }
    }
}
