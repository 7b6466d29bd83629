using Microsoft.AspNetCore.DataProtection;
using SmartWms.Webhooks.Secrets;

namespace SmartWms.Webhooks.AspNetCore.Secrets;

/// <summary>Seals with the host's Data Protection keys, which rotate by themselves; older keys go on opening what they sealed.</summary>
internal sealed class DataProtectionSecretProtector(IDataProtectionProvider provider, bool opensUnsealed) : IWebhookSecretProtector
{
    /// <summary>Never change it: what is stored could not be opened any more.</summary>
    private const string Purpose = "SmartWms.Webhooks.Secrets.v1";

    private readonly IDataProtector _protector = provider.CreateProtector(Purpose);

    /// <summary>The four bytes that everything sealed by Data Protection begins with (its documentation, "Authenticated encryption details"). What is not sealed is JSON.</summary>
    private static ReadOnlySpan<byte> Mark => [0x09, 0xF0, 0xC9, 0xF0];

    public byte[] Protect(ReadOnlySpan<byte> plain) => _protector.Protect(plain.ToArray());

    public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.StartsWith(Mark))
        {
            return _protector.Unprotect(sealedBytes.ToArray());
        }

        return opensUnsealed
            ? sealedBytes.ToArray()
            : throw new WebhookKeyException(
                "The stored bytes were not sealed by Data Protection. If they were stored before secrets were sealed, set opensUnsealed until ResealAsync has run.");
    }
}
