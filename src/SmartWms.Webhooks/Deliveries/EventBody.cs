namespace SmartWms.Webhooks.Deliveries;

/// <summary>An event's bytes in one contract.</summary>
/// <param name="Contract">The contract's name.</param>
/// <param name="Bytes">UTF-8 JSON; at most 1 MiB.</param>
public readonly record struct EventBody(string Contract, byte[] Bytes);
