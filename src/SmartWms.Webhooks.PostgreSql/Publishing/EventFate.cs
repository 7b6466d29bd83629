using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.PostgreSql.Publishing;

/// <summary>What became of one event. The default: it was matched with an old version and nothing of it was written.</summary>
internal readonly record struct EventFate(EventFateKind Kind, DeliveryId[] Deliveries)
{
    public static EventFate Conflict => new(EventFateKind.Conflict, []);

    /// <summary>Its id was taken when it was written and free when it was looked up.</summary>
    public static EventFate Gone => new(EventFateKind.Gone, []);

    public static EventFate Added(long[] ids) => new(EventFateKind.Added, Array.ConvertAll(ids, id => new DeliveryId(id)));

    public static EventFate Duplicate(long[] ids) => new(EventFateKind.Duplicate, Array.ConvertAll(ids, id => new DeliveryId(id)));
}
