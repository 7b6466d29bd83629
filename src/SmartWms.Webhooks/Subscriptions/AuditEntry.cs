namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Who did what, and when.</summary>
public sealed record AuditEntry
{
    /// <summary>Given by the store, ascending; ignored by <see cref="IAuditStore.AppendAsync"/>.</summary>
    public long Id { get; init; }

    /// <summary>When it was done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who, as <see cref="WebhookActor"/> said, at most 200 characters; <see langword="null"/>: the host's own code.</summary>
    public string? Actor { get; init; }

    /// <summary>What.</summary>
    public required AuditAction Action { get; init; }

    /// <summary>Which webhook; <see langword="null"/> where it was no single one.</summary>
    public SubscriptionId? Webhook { get; init; }

    /// <summary>Whose; <see langword="null"/> is the tenant of rows without one.</summary>
    public string? TenantId { get; init; }

    /// <summary>More about it: names of fields, ids, numbers; never a secret, a header's value or a URL. At most 400 characters.</summary>
    public string Detail { get; init; } = "";
}
