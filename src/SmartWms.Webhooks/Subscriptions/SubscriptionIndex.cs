
namespace SmartWms.Webhooks.Subscriptions;

/// <summary>All living subscriptions of one store-wide version, arranged so that matching an event touches only those that ask for its type.</summary>
internal sealed class SubscriptionIndex
{
    private readonly Dictionary<SubscriptionId, SubscriptionSnapshot> _byId;
    private readonly Dictionary<(string? Tenant, string Filter), SubscriptionSnapshot[]> _byFilter;

    public SubscriptionIndex(long version, IEnumerable<SubscriptionSnapshot> subscriptions)
    {
        Version = version;
        _byId = subscriptions.ToDictionary(subscription => subscription.Id);
        _byFilter = _byId.Values
            .Where(subscription => subscription.Stored.State != SubscriptionState.Deleted)
            .SelectMany(subscription => subscription.Filters.Distinct(), (subscription, filter) => (subscription, filter))
            .GroupBy(pair => (pair.subscription.Stored.TenantId, pair.filter.Text), pair => pair.subscription)
            .ToDictionary(group => group.Key, group => group.OrderBy(subscription => subscription.Id).ToArray());
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
        Collect(matched, tenantId, type, channels);
        if (isSensitive)
        {
            return matched;
        }

        Collect(matched, tenantId, "*", channels);
        for (var dot = type.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = type.IndexOf('.', dot + 1))
        {
            Collect(matched, tenantId, string.Concat(type.AsSpan(0, dot), ".*"), channels);
        }

        return matched;
    }

    private void Collect(List<SubscriptionSnapshot> matched, string? tenantId, string filter, IReadOnlyList<string> channels)
    {
        if (!_byFilter.TryGetValue((tenantId, filter), out var asked))
        {
            return;
        }

        var already = matched.Count;
        foreach (var subscription in asked)
        {
            if (SharesChannel(subscription, channels) && (already == 0 || !matched.Contains(subscription)))
            {
                matched.Add(subscription);
            }
        }
    }

    /// <summary>Loops, not queries: it is asked of every subscription to the event's type, and a query allocates at each.</summary>
    internal static bool SharesChannel(SubscriptionSnapshot subscription, IReadOnlyList<string> channels)
    {
        var asked = subscription.Stored.Channels;
        for (var index = 0; index < asked.Count; index++)
        {
            for (var given = 0; given < channels.Count; given++)
            {
                if (string.Equals(asked[index], channels[given], StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return asked.Count == 0;
    }
}
