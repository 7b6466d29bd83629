namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>How many it concerned.</summary>
internal sealed record CountView(int Count);
