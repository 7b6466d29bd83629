namespace SmartWms.Webhooks.Protocol;

/// <summary>How a webhook request is signed. Both sides agree on one; nothing in a request can choose another.</summary>
/// <remarks>There is no member for 0, so a forgotten setting is refused rather than read as a scheme.</remarks>
public enum SignatureScheme
{
    /// <summary>
    /// <c>X-SmartWMS-Signature</c> holds the HMAC-SHA256 of the raw body as 64 lower-case hexadecimal digits.
    /// The key is the UTF-8 text of the secret. Carries no time: skip event ids that you know.
    /// </summary>
    SmartWms = 1,

    /// <summary>
    /// <c>X-WMS-Signature</c> holds <c>sha256=</c> and the HMAC-SHA256 of the raw body as 64 lower-case hexadecimal digits.
    /// The key is the UTF-8 text of the secret. Carries no time: skip event ids that you know.
    /// </summary>
    Wms = 2,

    /// <summary>
    /// Standard Webhooks 1.0: <c>webhook-id</c>, <c>webhook-timestamp</c> (Unix seconds) and <c>webhook-signature</c>, a list of
    /// <c>v1,</c> and the base64 of the HMAC-SHA256 of <c>id.timestamp.body</c>. The key is what the base64 after <c>whsec_</c> decodes to.
    /// </summary>
    StandardWebhooks = 3,
}
