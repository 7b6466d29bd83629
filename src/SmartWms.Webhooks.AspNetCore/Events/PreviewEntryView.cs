namespace SmartWms.Webhooks.AspNetCore.Events;

/// <summary>What one webhook would get, or why nothing.</summary>
internal sealed record PreviewEntryView(string WebhookId, string Name, bool Matches, string Why, string? Body, IReadOnlyList<HeaderView> Headers);
