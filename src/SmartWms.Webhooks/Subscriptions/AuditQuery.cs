namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Which entries of the audit trail.</summary>
public sealed record AuditQuery
{
    /// <summary>Who asks. What was done to nodes is of no tenant: only who may see every tenant sees it.</summary>
    /// <value><see cref="TenantScope.All"/>.</value>
    public TenantScope Tenant { get; init; }

    /// <summary>Only what was done to this webhook and its deliveries.</summary>
    public SubscriptionId? Webhook { get; init; }

    /// <summary>The last id of the page before; <see langword="null"/>: the newest.</summary>
    public long? Before { get; init; }

    /// <summary>1 to 200.</summary>
    /// <value>50.</value>
    public int PageSize { get; init; } = 50;
}
