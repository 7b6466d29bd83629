namespace SmartWms.Webhooks.Time;

/// <summary>The one clock of the engine: this machine's time moved by the measured distance to the store's own clock.</summary>
/// <remarks>Read at the edges only: dispatcher, pump, sweep and the services that people call. Stores and decisions are given the time.</remarks>
internal sealed class EngineClock(TimeProvider time)
{
    private long _offsetTicks;

    public TimeProvider Local => time;

    /// <summary>Store clock minus local clock; zero for stores without a clock of their own.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));

    public DateTimeOffset Now => time.GetUtcNow() + Offset;

    /// <summary>Takes over the store's time. It was read at some moment while the question was under way, and the distance is only moved as far as that tells.</summary>
    /// <param name="storeTime">What the store's clock showed.</param>
    /// <param name="took">From the question to now, on the monotonic clock: long for a process that was frozen meanwhile, which must not take its own sleep for a clock that is off.</param>
    public void Observe(DateTimeOffset? storeTime, TimeSpan took)
    {
        if (storeTime is { } there)
        {
            var least = (there - time.GetUtcNow()).Ticks;
            Volatile.Write(ref _offsetTicks, Math.Clamp(Volatile.Read(ref _offsetTicks), least, least + Math.Max(0, took.Ticks)));
        }
    }
}
