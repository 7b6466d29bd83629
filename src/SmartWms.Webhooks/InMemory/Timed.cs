namespace SmartWms.Webhooks.InMemory;

/// <summary>What stands in a <see cref="TimeQueue"/>, at most in one at a time. The queue's links are kept here: no node to allocate, and removing from the middle needs no search.</summary>
internal abstract class Timed
{
    /// <summary>UTC ticks it is queued by. Not to be changed while it is in a queue.</summary>
    public long Time { get; set; }

    /// <summary>Orders those of one time.</summary>
    public required long Id { get; init; }

    internal Timed? Previous { get; set; }

    internal Timed? Next { get; set; }

    /// <summary>0: in no queue; below: in its sorted run; above: its place in the heap, counted from 1.</summary>
    internal int Slot { get; set; }

    public static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    internal bool IsBefore(Timed other) => Time < other.Time || (Time == other.Time && Id < other.Id);
}
