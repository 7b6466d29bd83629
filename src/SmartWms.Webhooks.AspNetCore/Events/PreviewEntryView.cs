namespace SmartWms.Webhooks.AspNetCore.Events;

/// <summary>What one webhook would get, or why nothing. The body is its contract's.</summary>
internal sealed record PreviewEntryView(string WebhookId, string Name, bool Matches, string Why, string Contract, IReadOnlyList<HeaderView> Headers);
