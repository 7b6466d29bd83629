namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>Since when failed deliveries are to be sent again.</summary>
internal sealed record RecoverForm(string? Since = null);
