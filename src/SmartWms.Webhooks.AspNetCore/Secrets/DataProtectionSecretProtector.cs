using Microsoft.AspNetCore.DataProtection;
using SmartWms.Webhooks.Secrets;

namespace SmartWms.Webhooks.AspNetCore.Secrets;

/// <summary>Seals with the host's Data Protection keys, which rotate by themselves; older keys go on opening what they sealed.</summary>
internal sealed class DataProtectionSecretProtector(IDataProtectionProvider provider) : IWebhookSecretProtector
{
    /// <summary>Never change it: what is stored could not be opened any more.</summary>
    private const string Purpose = "SmartWms.Webhooks.Secrets.v1";

    private readonly IDataProtector _protector = provider.CreateProtector(Purpose);

    public byte[] Protect(ReadOnlySpan<byte> plain) => _protector.Protect(plain.ToArray());

    public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes) => _protector.Unprotect(sealedBytes.ToArray());
}
