namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Whose rows a person may see: everybody's (the default), or one tenant's only. No tenant is a tenant of its own.</summary>
public readonly record struct TenantScope
{
    private readonly bool _isLimited;

    private TenantScope(string? tenantId)
    {
        _isLimited = true;
        TenantId = tenantId;
    }

    /// <summary>Every tenant's rows: the default.</summary>
    public static TenantScope All => default;

    /// <summary>Whether only <see cref="TenantId"/>'s rows are seen.</summary>
    public bool IsLimited => _isLimited;

    /// <summary>The tenant; <see langword="null"/> is the tenant of rows without one. Meaningful when <see cref="IsLimited"/>.</summary>
    public string? TenantId { get; }

    /// <summary>Only this tenant's rows.</summary>
    /// <param name="tenantId">The tenant, or <see langword="null"/> for rows without one.</param>
    /// <returns>The scope.</returns>
    public static TenantScope Only(string? tenantId) => new(tenantId);

    /// <summary>Whether a row of this tenant may be seen.</summary>
    /// <param name="tenantId">The row's tenant.</param>
    /// <returns>Whether it is inside.</returns>
    public bool Includes(string? tenantId) => !_isLimited || string.Equals(TenantId, tenantId, StringComparison.Ordinal);
}
