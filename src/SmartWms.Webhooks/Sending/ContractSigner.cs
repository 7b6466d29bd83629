using System.Globalization;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Sending;

/// <summary>Signs as the contract's scheme says, and adds the Standard Webhooks headers that stop a replay.</summary>
internal sealed class ContractSigner : IWebhookSigner
{
    public void Sign(in SigningRequest request, ICollection<KeyValuePair<string, string>> headers)
    {
        switch (request.Contract.Scheme)
        {
            case SignatureScheme.SmartWms:
                headers.Add(new(WebhookHeaders.SmartWmsSignature, WebhookSigner.SignBody(request.OneValueSecret, request.Body.Span)));
                break;
            case SignatureScheme.Wms:
                headers.Add(new(WebhookHeaders.WmsSignature, "sha256=" + WebhookSigner.SignBody(request.OneValueSecret, request.Body.Span)));
                break;
        }

        if (request.Contract.SendsStandardHeaders || request.Contract.Scheme == SignatureScheme.StandardWebhooks)
        {
            AddStandardHeaders(request, headers);
        }
    }

    private static void AddStandardHeaders(in SigningRequest request, ICollection<KeyValuePair<string, string>> headers)
    {
        headers.Add(new(WebhookHeaders.Id, request.EventId));
        headers.Add(new(WebhookHeaders.Timestamp, request.Timestamp.ToString(CultureInfo.InvariantCulture)));

        var current = Signature(request, request.Current);
        var retiring = request.AlsoSigns is { } secret ? Signature(request, secret) : null;
        if ((current, retiring) is not (null, null))
        {
            headers.Add(new(WebhookHeaders.Signature, (current, retiring) switch
            {
                ({ } first, { } second) => $"{first} {second}",
                _ => current ?? retiring!,
            }));
        }
    }

    private static string? Signature(in SigningRequest request, WebhookSecret secret) =>
        secret.IsStandard ? WebhookSigner.SignStandard(secret, request.EventId, request.Timestamp, request.Body.Span) : null;
}
