namespace SmartWms.Webhooks.Deliveries;

/// <summary>An event with its bodies and the deliveries it fans out to: stored whole or not at all.</summary>
public sealed record NewEvent
{
    /// <summary>The tenant; <see langword="null"/> is a tenant of its own. At most 128 characters.</summary>
    public string? TenantId { get; init; }

    /// <summary>Unique in the tenant, <c>[A-Za-z0-9_-]{1,128}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The event type.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened; the envelope's timestamp.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Order number, shipment: what a person searches for. At most 200 characters; never sent.</summary>
    public string? Subject { get; init; }

    /// <summary>At most 5 channels of at most 128 characters.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>SHA-256 of the data: the same id with another hash is a conflict.</summary>
    public required byte[] DataHash { get; init; }

    /// <summary>W3C <c>traceparent</c> of the publisher, or <see langword="null"/>. Never sent to receivers.</summary>
    public string? TraceParent { get; init; }

    /// <summary>One rendered body for each contract in use; sent byte-identical. Empty when nobody subscribed.</summary>
    public IReadOnlyList<EventBody> Bodies { get; init; } = [];

    /// <summary>One for each subscription that matched. May be empty: the event is stored all the same.</summary>
    public IReadOnlyList<NewDelivery> Deliveries { get; init; } = [];
}
