namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>The log of all webhooks.</summary>
/// <param name="List">The page of it.</param>
/// <param name="Types">What can be filtered by.</param>
internal sealed record DeliveriesView(DeliveryList List, IReadOnlyList<string> Types);
