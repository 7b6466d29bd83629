namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>What happens when: pieces of work that end on the processors, and moments that were set. One thread, one order: two runs with one seed are the same.</summary>
internal sealed class Timeline(Processors processors)
{
    private readonly PriorityQueue<Action, (double At, long Number)> _moments = new();
    private readonly SimulatedClock _clock = new();
    private long _number;

    public TimeProvider Clock => _clock;

    public Processors Processors => processors;

    /// <summary>Microseconds since the start.</summary>
    public double Now { get; private set; }

    public void After(TimeSpan delay, Action action) => _moments.Enqueue(action, (Now + Math.Max(0, delay.TotalMicroseconds), _number++));

    /// <summary>Goes from moment to moment until something is so.</summary>
    /// <exception cref="InvalidOperationException">It is not so by then: something was lost on the way.</exception>
    public void Run(Func<bool> until, TimeSpan atMost)
    {
        var limit = Now + atMost.TotalMicroseconds;
        while (!until())
        {
            if (Now > limit || (_moments.Count == 0 && processors.NextEnd == double.PositiveInfinity))
            {
                throw new InvalidOperationException($"After {TimeSpan.FromMicroseconds(Now)} of simulated time what was to happen has not happened.");
            }

            if (_moments.TryPeek(out _, out var next) && next.At <= processors.NextEnd)
            {
                MoveTo(next.At);
                _moments.Dequeue()();
            }
            else
            {
                MoveTo(processors.NextEnd);
                processors.EndNext();
            }
        }
    }

    private void MoveTo(double at)
    {
        Now = at;
        _clock.Microseconds = at;
        processors.MoveTo(at);
    }
}
