using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sending;

/// <summary>What is signed, and with which secrets.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Timestamp">The attempt's time, Unix seconds.</param>
/// <param name="Body">The exact bytes that are sent.</param>
/// <param name="OneValueSecret">The secret of a header that holds one value: during a rotation the old one.</param>
/// <param name="Current">The newest secret.</param>
/// <param name="AlsoSigns">The retiring secret while a rotation overlaps.</param>
public readonly record struct SigningRequest(
    WebhookContract Contract, string EventId, long Timestamp, ReadOnlyMemory<byte> Body, WebhookSecret OneValueSecret, WebhookSecret Current, WebhookSecret? AlsoSigns);
