using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.InMemory;

/// <summary>The deliveries by id, in pages, and each in the one queue its state asks for.</summary>
/// <param name="events">Told when the last unfinished delivery of an event ends.</param>
internal sealed class DeliveryTable(EventTable events)
{
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;

    private readonly List<DeliveryPage?> _pages = [];
    private readonly TimeQueue _finished = new();

    public long LastId { get; private set; }

    /// <summary>Resends and tests: due whatever their subscription's state.</summary>
    public ApartQueue Apart { get; } = new();

    public DeliveryRow? Find(DeliveryId id) => id.Value > 0 && id.Value <= LastId ? _pages[(int)(id.Value >> PageBits)]?.Rows[id.Value & (PageSize - 1)] : null;

    public void Add(DeliveryRow row)
    {
        LastId = row.Id;
        var page = (int)(row.Id >> PageBits);
        while (_pages.Count <= page)
        {
            _pages.Add(new DeliveryPage(PageSize));
        }

        // A page is let go when its last row is purged, also the page that is being filled.
        var rows = _pages[page] ??= new DeliveryPage(PageSize);
        rows.Rows[row.Id & (PageSize - 1)] = row;
        rows.Count++;
        Enqueue(row);
    }

    /// <summary>Changes where a delivery stands, with every index that depends on it.</summary>
    public void Move(DeliveryRow row, DeliveryState state, AttemptTrigger trigger, long time)
    {
        var wasFinished = row.IsFinished;
        Dequeue(row);
        (row.State, row.Trigger, row.Time) = (state, trigger, time);
        Enqueue(row);
        row.Lane.Index(row);
        if (row.IsFinished && !wasFinished)
        {
            events.Finished(row.Event);
        }
        else if (wasFinished && !row.IsFinished)
        {
            events.Reopened(row.Event);
        }
    }

    /// <summary>Removes one delivery that ended before this, if there is one.</summary>
    public bool Purge(long before)
    {
        if (_finished.Earliest is not DeliveryRow row || row.Time >= before)
        {
            return false;
        }

        _finished.Remove(row);
        row.Lane.Forget(row);
        events.Removed(row.Event);
        Drop(row);
        return true;
    }

    /// <summary>Removes a delivery in whatever state, if it is there still; its event is removed with it.</summary>
    public bool Erase(DeliveryId id)
    {
        if (Find(id) is not { } row)
        {
            return false;
        }

        Dequeue(row);
        row.Lane.Erase(row);
        Drop(row);
        return true;
    }

    /// <summary>Looks at the deliveries below an id, newest first, and stops at a page's end so that nobody waits long for the lock.</summary>
    /// <returns>Where to go on; 1 when there is nothing further.</returns>
    public long ScanPage(long before, Predicate<DeliveryRow> visit)
    {
        var id = Math.Min(before, LastId + 1) - 1;
        var first = Math.Max(1, id & ~(PageSize - 1L));
        if (id < 1 || _pages[(int)(id >> PageBits)] is not { } page)
        {
            return first;
        }

        for (; id >= first; id--)
        {
            if (page.Rows[id & (PageSize - 1)] is { } row && !visit(row))
            {
                break;
            }
        }

        return first;
    }

    private void Drop(DeliveryRow row)
    {
        var index = (int)(row.Id >> PageBits);
        var page = _pages[index]!;
        page.Rows[row.Id & (PageSize - 1)] = null;
        if (--page.Count == 0)
        {
            _pages[index] = null;
        }
    }

    private void Enqueue(DeliveryRow row)
    {
        if (row is { IsFinished: false, IsApart: true })
        {
            Apart.Add(row);
        }
        else
        {
            QueueOf(row).Add(row);
        }
    }

    private void Dequeue(DeliveryRow row)
    {
        if (row is { IsFinished: false, IsApart: true })
        {
            Apart.Remove(row);
        }
        else
        {
            QueueOf(row).Remove(row);
        }
    }

    private TimeQueue QueueOf(DeliveryRow row) => row.IsFinished ? _finished : row.Lane.Queue;
}
