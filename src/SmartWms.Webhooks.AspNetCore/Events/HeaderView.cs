namespace SmartWms.Webhooks.AspNetCore.Events;

/// <summary>A header of a request; signatures and custom values are masked.</summary>
internal sealed record HeaderView(string Name, string Value);
