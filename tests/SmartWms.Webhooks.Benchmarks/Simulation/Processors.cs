namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>
/// The machine: a few cores, shared evenly by the threads that have work. A pool of threads takes work in the order in which it comes, as the engine and the receiver
/// beside it do; a database's writer is a thread of its own and has to share as well.
/// </summary>
internal sealed class Processors(int cores, int poolThreads)
{
    private readonly Queue<Work> _waiting = new();
    private readonly List<Running> _running = [];
    private int _busy;
    private double _now;

    /// <summary>How much work, in microseconds, every thread has been given that was never idle. Work ends when this has moved on by as much as it costs.</summary>
    private double _done;

    /// <summary>When the next piece of work ends, if no other begins before.</summary>
    public double NextEnd { get; private set; } = double.PositiveInfinity;

    public int Cores => cores;

    public bool IsIdle => _running.Count == 0;

    /// <summary>Core-microseconds used so far.</summary>
    public double Used { get; private set; }

    /// <summary>How fast each of the busy threads moves on, 1 or less.</summary>
    private double Speed => Math.Min(1, (double)cores / _running.Count);

    public void MoveTo(double now)
    {
        if (_running.Count > 0)
        {
            Used += (now - _now) * Speed * _running.Count;
            _done += (now - _now) * Speed;
        }

        _now = now;
    }

    /// <summary>Work for the pool.</summary>
    public void Enqueue(double microseconds, Action end, Action? begin = null)
    {
        var work = new Work(microseconds, begin, end);
        if (_busy < poolThreads)
        {
            Begin(work);
        }
        else
        {
            _waiting.Enqueue(work);
        }
    }

    /// <summary>Work of a thread of its own.</summary>
    public void RunApart(double microseconds, Action end)
    {
        _running.Add(new Running(_done + microseconds, end, IsPool: false));
        FindNext();
    }

    /// <summary>Ends the work that is nearest to its end; now is its end.</summary>
    public void EndNext()
    {
        var index = Nearest();
        var ended = _running[index];
        _running.RemoveAt(index);
        if (ended.IsPool)
        {
            _busy--;
            if (_waiting.TryDequeue(out var next))
            {
                Begin(next);
            }
        }

        FindNext();
        ended.End();
    }

    private void Begin(Work work)
    {
        _busy++;
        work.Begin?.Invoke();
        _running.Add(new Running(_done + work.Microseconds, work.End, IsPool: true));
        FindNext();
    }

    private void FindNext() => NextEnd = _running.Count == 0 ? double.PositiveInfinity : _now + ((_running[Nearest()].EndsAt - _done) / Speed);

    private int Nearest()
    {
        var nearest = 0;
        for (var index = 1; index < _running.Count; index++)
        {
            if (_running[index].EndsAt < _running[nearest].EndsAt)
            {
                nearest = index;
            }
        }

        return nearest;
    }

    private readonly record struct Work(double Microseconds, Action? Begin, Action End);

    private readonly record struct Running(double EndsAt, Action End, bool IsPool);
}
