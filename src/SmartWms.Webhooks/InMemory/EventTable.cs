namespace SmartWms.Webhooks.InMemory;

/// <summary>The events by tenant and id, and those that retention may work on: each is in one queue at most.</summary>
internal sealed class EventTable
{
    private readonly Dictionary<(string? Tenant, string Id), EventRow> _byId = [];
    private readonly TimeQueue _withBodies = new();
    private readonly TimeQueue _empty = new();

    public EventRow? Find(string? tenantId, string id) => _byId.GetValueOrDefault((tenantId, id));

    public void Add(EventRow row)
    {
        _byId.Add((row.TenantId, row.EventId), row);
        if (row.Remaining == 0)
        {
            MoveToEmpty(row);
        }
    }

    /// <summary>One of its deliveries became unfinished again.</summary>
    public void Reopened(EventRow row)
    {
        if (row.Unfinished++ == 0)
        {
            _withBodies.Remove(row);
        }
    }

    public void Finished(EventRow row)
    {
        if (--row.Unfinished == 0 && row.HasBodies)
        {
            _withBodies.Add(row);
        }
    }

    /// <summary>One of its finished deliveries was purged. With the last one nothing is left that its bodies could be sent for.</summary>
    public void Removed(EventRow row)
    {
        if (--row.Remaining > 0)
        {
            return;
        }

        if (row.Slot != 0)
        {
            _withBodies.Remove(row);
        }

        MoveToEmpty(row);
    }

    public bool PurgeBodies(long before)
    {
        if (_withBodies.Earliest is not EventRow row || row.Time >= before)
        {
            return false;
        }

        _withBodies.Remove(row);
        row.DropBodies();
        return true;
    }

    public bool PurgeId(long before)
    {
        if (_empty.Earliest is not EventRow row || row.Time >= before)
        {
            return false;
        }

        _empty.Remove(row);
        return _byId.Remove((row.TenantId, row.EventId));
    }

    public IReadOnlyList<EventRow> OfTenant(string? tenantId, int limit) => [.. _byId.Values.Where(row => row.TenantId == tenantId).Take(limit)];

    /// <summary>Takes one out, in whatever queue it stands.</summary>
    public void Erase(EventRow row)
    {
        if (row.Slot != 0)
        {
            (row.Remaining == 0 ? _empty : _withBodies).Remove(row);
        }

        _byId.Remove((row.TenantId, row.EventId));
    }

    private void MoveToEmpty(EventRow row)
    {
        row.DropBodies();
        _empty.Add(row);
    }
}
