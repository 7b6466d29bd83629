namespace SmartWms.Webhooks.Events;

/// <summary>How <c>data</c> of one event type looks in one contract.</summary>
/// <param name="Example">A JSON value as a receiver would get it.</param>
/// <param name="Schema">A JSON Schema (2020-12) that the example satisfies.</param>
public sealed record WebhookEventShape(string Example, string Schema);
