
namespace SmartWms.Webhooks.Subscriptions;

/// <summary>All living subscriptions of one store-wide version, arranged so that matching an event touches only those that ask for its type.</summary>
internal sealed class SubscriptionIndex
{
    // No tenant is a tenant of its own, and the empty text is nobody's.
    private const string NoTenant = "";

    private readonly Dictionary<SubscriptionId, SubscriptionSnapshot> _byId;
    private readonly Dictionary<string, FilterIndex> _byTenant;

    public SubscriptionIndex(long version, IEnumerable<SubscriptionSnapshot> subscriptions)
    {
        Version = version;
        _byId = subscriptions.ToDictionary(subscription => subscription.Id);
        _byTenant = _byId.Values
            .Where(subscription => subscription.Stored.State != SubscriptionState.Deleted)
            .GroupBy(subscription => subscription.Stored.TenantId ?? NoTenant, StringComparer.Ordinal)
            .ToDictionary(tenant => tenant.Key, tenant => new FilterIndex(tenant), StringComparer.Ordinal);
    }

    public static SubscriptionIndex Empty { get; } = new(0, []);

    public long Version { get; }

    /// <summary>Every subscription that the store ever gave, deleted ones included.</summary>
    public IEnumerable<SubscriptionSnapshot> All => _byId.Values;

    public SubscriptionSnapshot? Find(SubscriptionId id) => _byId.GetValueOrDefault(id);

    /// <summary>Who gets an event: tenant exactly, type by a filter, and one channel in common where the subscription names channels. Paused and disabled ones too: their events are held.</summary>
    public List<SubscriptionSnapshot> Match(string? tenantId, string type, bool isSensitive, IReadOnlyList<string> channels)
    {
        var matched = new List<SubscriptionSnapshot>();
        if (_byTenant.TryGetValue(tenantId ?? NoTenant, out var filters))
        {
            filters.Collect(matched, type, isSensitive, channels);
        }

        return matched;
    }
}
