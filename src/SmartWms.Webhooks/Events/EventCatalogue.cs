using System.Collections.Frozen;

namespace SmartWms.Webhooks.Events;

/// <summary>The event types that this host publishes: those of both documents and the host's own.</summary>
public sealed class EventCatalogue
{
    private readonly FrozenDictionary<string, WebhookEventType> _types;

    /// <summary>Makes a catalogue; of two types with one name the later wins.</summary>
    /// <param name="types">Valid types.</param>
    internal EventCatalogue(IEnumerable<WebhookEventType> types)
    {
        var byName = new Dictionary<string, WebhookEventType>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            byName[type.Name] = type;
        }

        _types = byName.ToFrozenDictionary(StringComparer.Ordinal);
        All = [.. byName.Values.OrderBy(type => type.Group, StringComparer.Ordinal).ThenBy(type => type.Name, StringComparer.Ordinal)];
    }

    /// <summary>Every type, by group and name.</summary>
    public IReadOnlyList<WebhookEventType> All { get; }

    /// <summary>Looks a type up by its exact name.</summary>
    /// <param name="name">E.g. <c>order.shipped</c>.</param>
    /// <returns>The type, or <see langword="null"/> when nobody registered it.</returns>
    public WebhookEventType? Find(string name) => _types.GetValueOrDefault(name);
}
