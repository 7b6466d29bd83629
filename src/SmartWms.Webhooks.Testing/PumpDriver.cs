using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Pump;

namespace SmartWms.Webhooks.Testing;

/// <summary>Moves a <see cref="TestClock"/> and lets a running engine do everything that falls due on the way: hours of retries in milliseconds, in the order and at the times of real life.</summary>
/// <remarks>One test at a time drives; publish and change webhooks between the calls.</remarks>
public sealed class PumpDriver
{
    private readonly TestClock _clock;
    private readonly DeliveryPump _pump;
    private readonly WakeUp _wakeUp;
    private readonly RunningAttempts _running;
    private readonly UnfinishedDeliveries _unfinished;

    internal PumpDriver(TestClock clock, DeliveryPump pump, WakeUp wakeUp, RunningAttempts running, IWebhookDeliveries deliveries)
    {
        (_clock, _pump, _wakeUp, _running) = (clock, pump, wakeUp, running);
        _unfinished = new UnfinishedDeliveries(deliveries);
    }

    /// <summary>Waits until everything that is due now has been tried and recorded. No time goes by; requests that a receiver on the same clock holds back stay open.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>When nothing is under way.</returns>
    /// <exception cref="TimeoutException">Something was still under way after 30 seconds of real time: the host is not started, or a receiver that is not on this clock does not answer.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken = default)
    {
        do
        {
            await RealTime.UntilAsync(IsQuietAsync, Describe, cancellationToken).ConfigureAwait(false);

            // The first look may have begun before it was quiet; the second begins after the first.
            await LookAsync(cancellationToken).ConfigureAwait(false);
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }
        while (!await IsQuietAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Moves time, stopping wherever a delivery is due until it has been tried and recorded.</summary>
    /// <param name="by">Zero or more.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>When the clock stands there and nothing is under way.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="TimeoutException">See <see cref="SettleAsync"/>.</exception>
    public async Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = _clock.GetUtcNow() + by;
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        while (_clock.GetUtcNow() is var now && now < target)
        {
            var due = await _unfinished.EarliestDueAsync(cancellationToken).ConfigureAwait(false);
            await StepAsync(Earlier(target, NextStop(now, due)) - now, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Moves time until every delivery has ended (Delivered, Failed or Cancelled) or is held because its webhook is not active.</summary>
    /// <param name="atMost">How far time may be moved; <see langword="null"/>: 30 days, longer than any standard schedule.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>How far time was moved.</returns>
    /// <exception cref="TimeoutException">Some were unfinished at the end of that time. Also: see <see cref="SettleAsync"/>.</exception>
    public async Task<TimeSpan> RunToEndAsync(TimeSpan? atMost = null, CancellationToken cancellationToken = default)
    {
        var start = _clock.GetUtcNow();
        var target = start + (atMost ?? TimeSpan.FromDays(30));
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        while (await _unfinished.CountAsync(cancellationToken).ConfigureAwait(false) > 0)
        {
            var now = _clock.GetUtcNow();
            if (now >= target)
            {
                throw new TimeoutException($"The clock was moved by {now - start:g}, and there are unfinished deliveries. {Describe()}");
            }

            var due = await _unfinished.EarliestDueAsync(cancellationToken).ConfigureAwait(false);
            await StepAsync(Earlier(target, NextStop(now, due)) - now, cancellationToken).ConfigureAwait(false);
        }

        return _clock.GetUtcNow() - start;
    }

    private async Task StepAsync(TimeSpan by, CancellationToken cancellationToken)
    {
        _clock.Advance(by);
        await SettleAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next due time. What is due and was not taken (an open circuit, a rate, an asked-for wait), and what is held open, goes on with a timer.</summary>
    private DateTimeOffset NextStop(DateTimeOffset now, DateTimeOffset? due)
    {
        var timer = _clock.NextTimer is { } next ? now + next : DateTimeOffset.MaxValue;
        return due is null ? _clock.Held > 0 ? timer : DateTimeOffset.MaxValue
            : due <= now || (_clock.Held > 0 && timer < due) ? timer
            : due.Value;
    }

    /// <summary>Waits until the pump has looked for work and found none.</summary>
    private Task LookAsync(CancellationToken cancellationToken)
    {
        var seen = _pump.EmptyLooks;
        _wakeUp.Set();
        return RealTime.UntilAsync(_ => Task.FromResult(_pump.EmptyLooks != seen), Describe, cancellationToken);
    }

    /// <summary>Nothing is under way but requests that are held back and whose deadline is still to come.</summary>
    private async Task<bool> IsQuietAsync(CancellationToken cancellationToken) =>
        _running.Items == _running.Open && await _unfinished.CountSendingAsync(cancellationToken).ConfigureAwait(false) == _clock.Held;

    private string Describe() =>
        $"{_running.Items} requests are under way, {_clock.Held} of them held by a receiver on this clock. Is the host started, and does every receiver answer?";

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
