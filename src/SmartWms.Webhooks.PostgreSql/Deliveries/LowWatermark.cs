namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>
/// Where to begin looking for due rows. Dead rows in front of the live ones (a long transaction elsewhere keeps them from being removed) make every look walk over them; a
/// bound just below the oldest live row spares that. It would hide what appears below it: a publish that commits late, a lock that is rolled back, a lease that runs out. So it is
/// used only while full looks are slow, and every five seconds one look is full again (R13). Until then it follows the oldest live row, away from the rows that died meanwhile.
/// </summary>
internal sealed class LowWatermark(TimeProvider time)
{
    /// <summary>How long a bound is trusted.</summary>
    public static readonly TimeSpan ResetAfter = TimeSpan.FromSeconds(5);

    /// <summary>A full look that takes less needs no bound.</summary>
    public static readonly TimeSpan SlowAfter = TimeSpan.FromMilliseconds(5);

    /// <summary>What each lane may add to that: one seek.</summary>
    private static readonly TimeSpan ForEachLane = TimeSpan.FromMicroseconds(2);

    /// <summary>A publish carries the time before it was written; those on their way are not hidden.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private DateTimeOffset _low;
    private long _since;

    /// <summary>Rows due earlier need not be looked at; the default for all of them.</summary>
    public DateTimeOffset Current
    {
        get
        {
            lock (_gate)
            {
                return _low != default && time.GetElapsedTime(_since) < ResetAfter ? _low : default;
            }
        }
    }

    /// <summary>After a look: how long it took and what the oldest due row was.</summary>
    /// <param name="from">Where it began: the <see cref="Current"/> that it was given.</param>
    /// <param name="took">The look's time on the server: the way there says nothing about dead rows.</param>
    /// <param name="lanes">How many lanes were asked one by one.</param>
    /// <param name="oldestDue">The oldest due row that nobody is sending; <see langword="null"/> when there is none.</param>
    /// <param name="now">What due times were compared with.</param>
    public void AfterLook(DateTimeOffset from, TimeSpan took, long lanes, DateTimeOffset? oldestDue, DateTimeOffset now)
    {
        var low = (oldestDue ?? now) - Slack;
        lock (_gate)
        {
            if (from == default)
            {
                _low = took > SlowAfter + (lanes * ForEachLane) ? low : default;
                _since = time.GetTimestamp();
            }
            else if (_low == from && low > from)
            {
                _low = low;
            }
        }
    }

    /// <summary>Something may have become due below the bound: a person resumed, enabled or resent, a lease was given back.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _low = default;
        }
    }
}
