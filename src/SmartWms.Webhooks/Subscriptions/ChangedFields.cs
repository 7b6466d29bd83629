namespace SmartWms.Webhooks.Subscriptions;

/// <summary>The names of what differs between two states of a webhook, as configuration and API write them. No values: a URL or a header may hold a secret.</summary>
internal static class ChangedFields
{
    public static string Of(StoredSubscription before, StoredSubscription after, bool headers)
    {
        (string Name, bool Differs)[] fields =
        [
            ("name", before.Name != after.Name),
            ("url", before.Url != after.Url),
            ("eventTypes", !before.EventTypes.SequenceEqual(after.EventTypes)),
            ("channels", !before.Channels.SequenceEqual(after.Channels)),
            ("contract", before.Contract != after.Contract),
            ("headers", headers),
            ("schedule", !(before.Schedule ?? []).SequenceEqual(after.Schedule ?? [])),
            ("deadline", before.Deadline != after.Deadline),
            ("maxInFlight", before.MaxInFlight != after.MaxInFlight),
            ("rate", before.Rate != after.Rate),
        ];
        return string.Join(", ", fields.Where(field => field.Differs).Select(field => field.Name));
    }
}
