using SmartWms.Webhooks.Sending;

namespace SmartWms.Webhooks.Crash.Host.Nodes;

/// <summary>The engine's own signer, and a header that says which process sent the request.</summary>
internal sealed class NamedSigner(NodeName name) : IWebhookSigner
{
    private readonly ContractSigner _own = new();

    public void Sign(in SigningRequest request, ICollection<KeyValuePair<string, string>> headers)
    {
        _own.Sign(request, headers);
        headers.Add(new(Fleet.NodeHeader, name.Text));
    }
}
