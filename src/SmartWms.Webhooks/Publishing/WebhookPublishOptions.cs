using System.Data.Common;

namespace SmartWms.Webhooks.Publishing;

/// <summary>What else is known of an event.</summary>
public sealed class WebhookPublishOptions
{
    /// <summary>Publishing the same id with the same type and data again is the same event. <c>[A-Za-z0-9_-]{1,128}</c>.</summary>
    /// <value><see langword="null"/>: generated, <c>evt_…</c>, ascending with time.</value>
    public string? EventId { get; set; }

    /// <summary>Whose event; only webhooks of exactly this tenant get it. At most 128 characters.</summary>
    /// <value><see langword="null"/>: no tenant, which is a tenant of its own.</value>
    public string? TenantId { get; set; }

    /// <summary>E.g. <c>warehouse:BKK1</c>: webhooks that name channels get it only if they share one. At most 5 of at most 128 characters.</summary>
    public IReadOnlyList<string> Channels { get; set; } = [];

    /// <summary>Order number, shipment: what a support person searches for. At most 200 characters; never sent by itself.</summary>
    public string? Subject { get; set; }

    /// <summary>When it happened; the envelope's timestamp, in whole seconds.</summary>
    /// <value><see langword="null"/>: now.</value>
    public DateTimeOffset? OccurredAt { get; set; }

    /// <summary>The host's own open transaction on the database that keeps the webhooks: the event exists exactly if the transaction commits.</summary>
    /// <remarks>
    /// Needs a store that can (SQLite, PostgreSQL); all events of one call name the same transaction, or none. The host ends it: after its commit delivery starts within one poll
    /// (<c>Pump.PollInterval</c>), at once with <see cref="IWebhookDispatcher.NotifyCommitted"/>. The metric <c>wms.webhooks.published</c> counts what was written, also when the host rolls back later.
    /// </remarks>
    /// <value><see langword="null"/>: a transaction of the engine's own; the event is durable when the publish returns.</value>
    public DbTransaction? Transaction { get; set; }

    internal WebhookPublishOptions Copy() => new()
    {
        EventId = EventId,
        TenantId = TenantId,
        Channels = [.. Channels],
        Subject = Subject,
        OccurredAt = OccurredAt,
        Transaction = Transaction,
    };
}
