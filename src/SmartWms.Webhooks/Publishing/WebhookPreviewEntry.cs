using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Publishing;

/// <summary>What one webhook would get, or why nothing.</summary>
/// <param name="Webhook">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Matches">Whether it would get the event.</param>
/// <param name="Why">In words: which filter matched, or why none did; and that it would be held when it is not active.</param>
/// <param name="Contract">By whose rules it is written and signed.</param>
/// <param name="Body">The exact bytes, the same memory for all webhooks of one contract; empty when it does not match.</param>
/// <param name="Headers">The exact headers of a first attempt now, with signatures and custom values masked; empty when it does not match.</param>
public sealed record WebhookPreviewEntry(
    SubscriptionId Webhook, string Name, bool Matches, string Why, string Contract, ReadOnlyMemory<byte> Body, IReadOnlyList<KeyValuePair<string, string>> Headers);
