namespace SmartWms.Webhooks.InMemory;

/// <summary>Items by time, then id: a sorted run that what comes in order is linked to at once, and a binary heap for the rest.</summary>
/// <remarks>A backlog as it is published is all run, so its length costs nothing; leases and retries are in the heap.</remarks>
internal sealed class TimeQueue
{
    private readonly TimeHeap _heap = new();
    private Timed? _first;
    private Timed? _last;
    private int _linked;

    public int Count => _linked + _heap.Count;

    public Timed? Earliest
    {
        get
        {
            var heaped = _heap.Earliest;
            return _first is null || (heaped is not null && heaped.IsBefore(_first)) ? heaped : _first;
        }
    }

    public void Add(Timed item)
    {
        if (_last is not null && item.IsBefore(_last))
        {
            _heap.Add(item);
            return;
        }

        item.Slot = -1;
        item.Previous = _last;
        if (_last is null)
        {
            _first = item;
        }
        else
        {
            _last.Next = item;
        }

        _last = item;
        _linked++;
    }

    public void Remove(Timed item)
    {
        if (item.Slot > 0)
        {
            _heap.Remove(item);
            return;
        }

        if (item.Previous is null)
        {
            _first = item.Next;
        }
        else
        {
            item.Previous.Next = item.Next;
        }

        if (item.Next is null)
        {
            _last = item.Previous;
        }
        else
        {
            item.Next.Previous = item.Previous;
        }

        (item.Previous, item.Next, item.Slot) = (null, null, 0);
        _linked--;
    }

    public long CountUntil(long time)
    {
        if (_last is null || _last.Time <= time)
        {
            return _linked + _heap.CountUntil(time);
        }

        var count = _heap.CountUntil(time);
        for (var item = _first; item is not null && item.Time <= time; item = item.Next)
        {
            count++;
        }

        return count;
    }

    /// <summary>Everything, in no order. Nothing may be added or removed meanwhile.</summary>
    public IEnumerable<Timed> All()
    {
        for (var item = _first; item is not null; item = item.Next)
        {
            yield return item;
        }

        foreach (var item in _heap.All())
        {
            yield return item;
        }
    }

    public void AddLaterThan(long time, List<Timed> later)
    {
        for (var item = _last; item is not null && item.Time > time; item = item.Previous)
        {
            later.Add(item);
        }

        foreach (var item in _heap.All())
        {
            if (item.Time > time)
            {
                later.Add(item);
            }
        }
    }
}
