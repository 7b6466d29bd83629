using SmartWms.Webhooks.Deliveries;

namespace CustomStore.Book;

/// <summary>An event that was added.</summary>
internal sealed class BookEvent(NewEvent source, DateTimeOffset addedAt)
{
    public NewEvent Source { get; private set; } = source;

    public DateTimeOffset AddedAt { get; } = addedAt;

    public List<DeliveryId> Deliveries { get; } = [];

    public bool AreBodiesGone { get; private set; }

    public bool HasBodies => !AreBodiesGone && Source.Bodies.Count > 0;

    public bool IsSame(NewEvent other) => Source.Type == other.Type && Source.DataHash.AsSpan().SequenceEqual(other.DataHash);

    /// <summary>The contracts' names stay.</summary>
    public void RemoveBodies() => (AreBodiesGone, Source) = (true, Source with { Bodies = [.. Source.Bodies.Select(body => body with { Bytes = [] })] });
}
