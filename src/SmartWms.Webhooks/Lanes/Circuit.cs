using Polly;
using Polly.CircuitBreaker;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Retries;

namespace SmartWms.Webhooks.Lanes;

/// <summary>
/// Whether a failing receiver is spared. Polly's breaker judges the outcomes while closed; once open, the circuit keeps its own "next look" and asks it
/// before claiming, because the breaker's state is no clock and it refuses executions. Attempts made while open stay outside it; their success closes.
/// </summary>
internal sealed class Circuit(CircuitOptions options, TimeProvider time)
{
    private ResiliencePipeline<AttemptOutcome>? _breaker;
    private CircuitBreakerStateProvider _state = new();
    private DeliveryId _oldest;
    private TimeSpan? _oldestDue;
    private TimeSpan _nextLook;

    public bool IsOpen { get; private set; }

    /// <summary>Since when it has been open without a success.</summary>
    public TimeSpan OpenSince { get; private set; }

    /// <summary>When the next attempt may be made while open: the oldest delivery's due time, or the next look.</summary>
    public TimeSpan NextProbe => _oldestDue is { } due && due < _nextLook ? due : _nextLook;

    /// <summary>Which delivery the probe takes: the oldest whenever it is due, and once per open time any due one.</summary>
    public LanePick Pick(TimeSpan tick) => tick >= _nextLook ? LanePick.OldestElseLongestDue : LanePick.Oldest;

    /// <summary>Takes an outcome in. True when it opened or closed the circuit.</summary>
    public bool Judge(AttemptOutcome outcome, TimeSpan tick)
    {
        if (IsOpen)
        {
            if (!outcome.IsAccepted)
            {
                _nextLook = tick + options.OpenFor;
                return false;
            }

            Close();
            return true;
        }

        _breaker ??= Build();
        _breaker.Execute(static judged => judged, outcome);
        if (_state.CircuitState != CircuitState.Open)
        {
            return false;
        }

        IsOpen = true;
        OpenSince = tick;
        _nextLook = tick + options.OpenFor;
        return true;
    }

    /// <summary>An open lane's oldest unfinished delivery keeps its own schedule: remember when it is due.</summary>
    public void Rescheduled(DeliveryId delivery, TimeSpan due)
    {
        if (_oldestDue is null || delivery <= _oldest)
        {
            _oldest = delivery;
            _oldestDue = due;
        }
    }

    /// <summary>The oldest one ended: the next look finds its successor.</summary>
    public void Finished(DeliveryId delivery)
    {
        if (delivery == _oldest)
        {
            _oldestDue = null;
        }
    }

    /// <summary>A probe found nothing to send.</summary>
    public void NothingFound(TimeSpan tick)
    {
        _oldestDue = null;
        _nextLook = tick + options.OpenFor;
    }

    public void Close()
    {
        IsOpen = false;
        _breaker = null;
        _oldestDue = null;
    }

    /// <summary>
    /// The state is asked for. An OnOpened would be run on the thread pool while the caller waits for it, and the caller holds the lock of all lanes: with the few threads
    /// of a small machine waiting for that lock, nobody is left to run it, and the node stands still until the pool has grown.
    /// </summary>
    private ResiliencePipeline<AttemptOutcome> Build()
    {
        _state = new CircuitBreakerStateProvider();
        return new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<AttemptOutcome>
            {
                FailureRatio = options.FailureRatio,
                MinimumThroughput = options.MinimumAttempts,
                SamplingDuration = options.Window,
                BreakDuration = options.OpenFor,
                ShouldHandle = static arguments => ValueTask.FromResult(!arguments.Outcome.Result.IsAccepted),
                StateProvider = _state,
            })
            .Build();
    }
}
