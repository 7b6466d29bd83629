using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Diagnostics;

namespace SmartWms.Webhooks.Time;

/// <summary>When wall and monotonic time disagree by more than 5 minutes, what depends on ages pauses for an hour: a clock set wrong must not age a year of log in a second.</summary>
internal sealed class ClockWatch(TimeProvider time, ILogger<ClockWatch> logger)
{
    private static readonly TimeSpan Largest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private (DateTimeOffset Wall, TimeSpan Tick)? _last;
    private TimeSpan? _pausedUntil;

    /// <summary>Whether a jump was seen within the last hour.</summary>
    public bool IsPaused => time.GetElapsedTime(0) < _pausedUntil;

    /// <summary>Looks; called once by each turn of the sweep.</summary>
    public bool IsSuspicious(DateTimeOffset wall)
    {
        var tick = time.GetElapsedTime(0);
        if (_last is { } last)
        {
            var distance = (wall - last.Wall) - (tick - last.Tick);
            if (distance.Duration() > Largest)
            {
                _pausedUntil = tick + Pause;
                Log.ClockJumped(logger, distance, wall + Pause);
            }
        }

        _last = (wall, tick);
        return tick < _pausedUntil;
    }
}
