using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>Which header carries a scheme's signature of the body. Its name is the scheme's own, whatever prefix a contract gives to the headers for people who debug.</summary>
internal static class SignatureHeaders
{
    /// <returns><see langword="null"/> for Standard Webhooks, whose signature is over more than the body.</returns>
    public static string? OfBody(SignatureScheme scheme) => scheme switch
    {
        SignatureScheme.SmartWms => WebhookHeaders.SmartWmsSignature,
        SignatureScheme.Wms => WebhookHeaders.WmsSignature,
        _ => null,
    };
}
