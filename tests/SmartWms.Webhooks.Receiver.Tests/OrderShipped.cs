namespace SmartWms.Webhooks.Receiver.Tests;

/// <summary>As a receiver would write it.</summary>
internal sealed record OrderShipped(string OrderId, string? Carrier = null, Dictionary<string, int>? Counts = null);
