using SmartWms.Webhooks.Protocol;

namespace QuickStart;

/// <summary>One request as the receiver saw it, and what it did.</summary>
internal sealed record Arrival(
    string Path, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body, string? EventId, WebhookVerification Verification, int Answer);
