using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.InMemory;

/// <summary>A stored event, with what the ports give back or compare of it. Its <see cref="Timed.Time"/> is when it was added, its id the number of its first delivery.</summary>
internal sealed class EventRow : Timed
{
    private readonly EventBody[] _bodies;
    private readonly Int128 _hashHead;
    private readonly Int128 _hashTail;

    public EventRow(NewEvent source)
    {
        (TenantId, EventId, Type, Subject, TraceParent) = (source.TenantId, source.Id, source.Type, source.Subject, source.TraceParent);
        (_hashHead, _hashTail) = Split(source.DataHash);
        _bodies = [.. source.Bodies];
        DeliveryCount = Remaining = Unfinished = source.Deliveries.Count;
    }

    public string? TenantId { get; }

    public string EventId { get; }

    public string Type { get; }

    public string? Subject { get; }

    public string? TraceParent { get; }

    public int DeliveryCount { get; }

    /// <summary>Deliveries not yet purged.</summary>
    public int Remaining { get; set; }

    public int Unfinished { get; set; }

    public bool HasBodies => _bodies is [{ Bytes: not null }, ..];

    public EventBody Body(int index) => _bodies[index];

    /// <summary>Lets go of the bytes; the contracts' names stay for the log.</summary>
    public void DropBodies()
    {
        foreach (ref var body in _bodies.AsSpan())
        {
            body = body with { Bytes = null! };
        }
    }

    public bool IsSame(NewEvent other) => string.Equals(Type, other.Type, StringComparison.Ordinal) && Split(other.DataHash) == (_hashHead, _hashTail);

    /// <summary>The ids of the deliveries as they were given, also of those that are purged.</summary>
    public DeliveryId[] DeliveryIds()
    {
        var ids = new DeliveryId[DeliveryCount];
        for (var index = 0; index < ids.Length; index++)
        {
            ids[index] = new DeliveryId(Id + index);
        }

        return ids;
    }

    // SHA-256 in two numbers: half the memory of an array.
    private static (Int128 Head, Int128 Tail) Split(ReadOnlySpan<byte> hash) =>
        (BitConverter.ToInt128(hash[..16]), BitConverter.ToInt128(hash[16..32]));
}
