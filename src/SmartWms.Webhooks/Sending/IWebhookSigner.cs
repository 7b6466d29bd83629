using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sending;

/// <summary>Makes the signature headers of one attempt. Pure. Replace it with <c>UseSigner</c> for a contract that signs in a way of its own.</summary>
public interface IWebhookSigner
{
    /// <summary>Signs.</summary>
    /// <param name="request">What is signed, and with which secrets.</param>
    /// <param name="headers">Where the header names and values go; each name once.</param>
    void Sign(in SigningRequest request, ICollection<KeyValuePair<string, string>> headers);
}

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
