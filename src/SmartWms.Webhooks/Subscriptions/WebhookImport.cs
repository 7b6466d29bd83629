namespace SmartWms.Webhooks.Subscriptions;

/// <summary>What an import did.</summary>
/// <param name="Imported">Webhooks made.</param>
/// <param name="Skipped">Webhooks that were there already: of the tenant and with the same key, or imported before.</param>
public readonly record struct WebhookImport(int Imported, int Skipped);
