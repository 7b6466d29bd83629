namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>A pause.</summary>
internal sealed record PauseForm(string? Reason = null);
