namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>A test to be sent; without a type it is <c>webhook.test</c>.</summary>
internal sealed record TestForm(string? EventType = null);
