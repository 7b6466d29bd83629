namespace SmartWms.Webhooks.AspNetCore.Statistics;

/// <summary>What waits for one webhook.</summary>
/// <param name="WebhookId">Whose.</param>
/// <param name="Count">Unfinished deliveries; 1,000 means that many or more.</param>
/// <param name="OldestDueAt">Since when the longest due one is due.</param>
internal sealed record WaitingView(string WebhookId, long Count, DateTimeOffset? OldestDueAt);
