namespace SmartWms.Webhooks.Pump;

/// <summary>Due times that this node itself has set, so that it looks just then and not only at its next poll. A hint: the poll carries correctness.</summary>
internal sealed class DueTimes
{
    private const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly SortedSet<long> _ticks = [];

    /// <summary>True when it is the earliest one: whoever waits for a later one has to look anew.</summary>
    public bool Add(DateTimeOffset due)
    {
        lock (_lock)
        {
            return _ticks.Count < Capacity && _ticks.Add(due.UtcTicks) && _ticks.Min == due.UtcTicks;
        }
    }

    /// <summary>The earliest one after now; those that have come are forgotten.</summary>
    public DateTimeOffset? Next(DateTimeOffset now)
    {
        lock (_lock)
        {
            while (_ticks.Count > 0 && _ticks.Min <= now.UtcTicks)
            {
                _ticks.Remove(_ticks.Min);
            }

            return _ticks.Count > 0 ? new DateTimeOffset(_ticks.Min, TimeSpan.Zero) : null;
        }
    }
}
