using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Diagnostics;

namespace SmartWms.Webhooks.Time;

/// <summary>Warns when this machine's clock is more than 2 seconds away from the store's: once, and again when the distance has changed by as much. Called by one loop.</summary>
internal sealed class ClockOffsetWatch(EngineClock clock, ILogger<ClockOffsetWatch> logger)
{
    private static readonly TimeSpan Largest = TimeSpan.FromSeconds(2);

    private TimeSpan _told;

    public void Look()
    {
        var offset = clock.Offset;
        if (offset.Duration() <= Largest)
        {
            _told = TimeSpan.Zero;
        }
        else if ((offset - _told).Duration() > Largest)
        {
            _told = offset;
            Log.ClockIsOff(logger, offset);
        }
    }
}
