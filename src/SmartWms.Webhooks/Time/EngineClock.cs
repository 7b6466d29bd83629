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

    /// <summary>Takes over the store's time, read just now.</summary>
    public void Observe(DateTimeOffset? storeTime)
    {
        if (storeTime is { } there)
        {
            Volatile.Write(ref _offsetTicks, (there - time.GetUtcNow()).Ticks);
        }
    }
}
