namespace SmartWms.Webhooks.Subscriptions;

/// <summary>How often one subscription may be called.</summary>
/// <param name="Count">Requests in each period; 1 or more.</param>
/// <param name="Per">The period. Count and period together between 1 a minute and 10,000 a second.</param>
public readonly record struct RateLimit(int Count, TimeSpan Per);
