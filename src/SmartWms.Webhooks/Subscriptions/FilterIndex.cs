using SmartWms.Webhooks.Events;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>One tenant's subscriptions by what they ask for: exact types, prefixes, everything.</summary>
internal sealed class FilterIndex
{
    private readonly Dictionary<string, ChannelIndex> _byType;
    private readonly Dictionary<string, ChannelIndex>.AlternateLookup<ReadOnlySpan<char>> _byPrefix;
    private readonly ChannelIndex? _everything;

    public FilterIndex(IEnumerable<SubscriptionSnapshot> subscriptions)
    {
        var asked = subscriptions
            .SelectMany(subscription => subscription.Filters.Distinct(), (subscription, filter) => (Subscription: subscription, Filter: filter))
            .ToLookup(pair => pair.Filter, pair => pair.Subscription);
        _byType = asked.Where(group => group.Key.IsExact).ToDictionary(group => group.Key.Text, group => new ChannelIndex(group), StringComparer.Ordinal);
        _byPrefix = asked.Where(group => group.Key.IsPrefix)
            .ToDictionary(group => group.Key.Text[..^EventTypeFilter.PrefixEnd.Length], group => new ChannelIndex(group), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _everything = asked.Where(group => group.Key.IsEverything).Select(group => new ChannelIndex(group)).FirstOrDefault();
    }

    /// <summary>Adds who asks for the type; only an exact name matches a sensitive one.</summary>
    public void Collect(List<SubscriptionSnapshot> matched, string type, bool isSensitive, IReadOnlyList<string> channels)
    {
        if (_byType.TryGetValue(type, out var exact))
        {
            exact.Collect(matched, channels);
        }

        if (isSensitive)
        {
            return;
        }

        _everything?.Collect(matched, channels);
        for (var dot = type.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = type.IndexOf('.', dot + 1))
        {
            if (_byPrefix.TryGetValue(type.AsSpan(0, dot), out var prefixed))
            {
                prefixed.Collect(matched, channels);
            }
        }
    }
}
