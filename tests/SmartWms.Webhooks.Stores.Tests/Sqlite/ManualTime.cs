namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

/// <summary>A clock that only moves when the test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _timestamp);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _timestamp, by.Ticks);
}
