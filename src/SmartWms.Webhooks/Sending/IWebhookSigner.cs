namespace SmartWms.Webhooks.Sending;

/// <summary>Makes the signature headers of one attempt. Pure. Replace it with <c>UseSigner</c> for a contract that signs in a way of its own.</summary>
public interface IWebhookSigner
{
    /// <summary>Signs.</summary>
    /// <param name="request">What is signed, and with which secrets.</param>
    /// <param name="headers">Where the header names and values go; each name once. Only for this call: the engine empties it and uses it for the next request, so do not keep it.</param>
    void Sign(in SigningRequest request, ICollection<KeyValuePair<string, string>> headers);
}
