namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>How often a webhook may be called.</summary>
internal sealed record RateView(int Count, double PerSeconds);
