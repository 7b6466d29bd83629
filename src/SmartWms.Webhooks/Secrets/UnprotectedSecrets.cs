namespace SmartWms.Webhooks.Secrets;

/// <summary>Keeps secrets as they are, for a store that is protected as a whole.</summary>
internal sealed class UnprotectedSecrets : IWebhookSecretProtector
{
    public byte[] Protect(ReadOnlySpan<byte> plain) => plain.ToArray();

    public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes) => sealedBytes.ToArray();
}
