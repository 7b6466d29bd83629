namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>The form that makes a webhook.</summary>
/// <param name="Fields">As typed so far.</param>
/// <param name="Choices">What it offers.</param>
/// <param name="Error">Why it was refused.</param>
internal sealed record NewWebhookView(WebhookFields Fields, FormChoices Choices, string? Error);
