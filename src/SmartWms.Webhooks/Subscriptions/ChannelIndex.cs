namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Subscriptions with one filter in common by channel, so that an event touches only those that it reaches.</summary>
internal sealed class ChannelIndex
{
    private readonly SubscriptionSnapshot[] _withoutChannels;
    private readonly Dictionary<string, SubscriptionSnapshot[]> _byChannel;

    public ChannelIndex(IEnumerable<SubscriptionSnapshot> subscriptions)
    {
        SubscriptionSnapshot[] ordered = [.. subscriptions.OrderBy(subscription => subscription.Id)];
        _withoutChannels = [.. ordered.Where(subscription => subscription.Stored.Channels.Count == 0)];
        _byChannel = ordered
            .SelectMany(subscription => subscription.Stored.Channels.Distinct(StringComparer.Ordinal), (subscription, channel) => (subscription, channel))
            .GroupBy(pair => pair.channel, pair => pair.subscription, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Adds those without channels and those that share one, each once.</summary>
    public void Collect(List<SubscriptionSnapshot> matched, IReadOnlyList<string> channels)
    {
        Add(matched, _withoutChannels);
        for (var index = 0; index < channels.Count; index++)
        {
            if (_byChannel.TryGetValue(channels[index], out var sharing))
            {
                Add(matched, sharing);
            }
        }
    }

    /// <summary>One subscription may ask by several filters and share several channels.</summary>
    private static void Add(List<SubscriptionSnapshot> matched, SubscriptionSnapshot[] more)
    {
        if (matched.Count == 0)
        {
            matched.AddRange(more);
        }
        else if (more.Length > 0)
        {
            var already = matched.ToHashSet();
            matched.AddRange(more.Where(already.Add));
        }
    }
}
