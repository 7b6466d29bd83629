namespace SmartWms.Webhooks.InMemory;

/// <summary>A binary heap by time, then id, whose items know their place.</summary>
internal sealed class TimeHeap
{
    private const int Smallest = 16;

    private Timed[] _items = [];

    public int Count { get; private set; }

    public Timed? Earliest => Count > 0 ? _items[0] : null;

    public void Add(Timed item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(Smallest, Count * 2));
        }

        Rise(Count++, item);
    }

    public void Remove(Timed item)
    {
        var place = item.Slot - 1;
        var last = _items[--Count];
        _items[Count] = null!;
        item.Slot = 0;
        if (place < Count)
        {
            Sink(place, last);
            Rise(last.Slot - 1, last);
        }

        if (_items.Length > Smallest && Count < _items.Length / 4)
        {
            Array.Resize(ref _items, _items.Length / 2);
        }
    }

    public long CountUntil(long time) => CountUntil(0, time);

    public ArraySegment<Timed> All() => new(_items, 0, Count);

    private long CountUntil(int place, long time) =>
        place >= Count || _items[place].Time > time ? 0 : 1 + CountUntil((2 * place) + 1, time) + CountUntil((2 * place) + 2, time);

    private void Rise(int place, Timed item)
    {
        while (place > 0 && item.IsBefore(_items[(place - 1) / 2]))
        {
            Put(place, _items[(place - 1) / 2]);
            place = (place - 1) / 2;
        }

        Put(place, item);
    }

    private void Sink(int place, Timed item)
    {
        for (var child = (2 * place) + 1; child < Count; child = (2 * place) + 1)
        {
            if (child + 1 < Count && _items[child + 1].IsBefore(_items[child]))
            {
                child++;
            }

            if (item.IsBefore(_items[child]))
            {
                break;
            }

            Put(place, _items[child]);
            place = child;
        }

        Put(place, item);
    }

    private void Put(int place, Timed item)
    {
        _items[place] = item;
        item.Slot = place + 1;
    }
}
