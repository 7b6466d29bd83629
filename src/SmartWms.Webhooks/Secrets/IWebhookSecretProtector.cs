namespace SmartWms.Webhooks.Secrets;

/// <summary>Seals what must not be readable in the store: secrets and the values of custom headers.</summary>
/// <remarks>The default keeps them as they are: whoever reads the database reads the secrets. Give a <see cref="WebhookKeyRing"/>, or one of your own, to <c>ProtectSecretsWith</c>.</remarks>
public interface IWebhookSecretProtector
{
    /// <summary>Seals.</summary>
    /// <param name="plain">A few hundred bytes.</param>
    /// <returns>What is stored.</returns>
    byte[] Protect(ReadOnlySpan<byte> plain);

    /// <summary>Opens what <see cref="Protect"/> sealed, also under an older key.</summary>
    /// <param name="sealedBytes">What was stored.</param>
    /// <returns>The plain bytes.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It cannot be opened: the key is gone or the bytes were changed.</exception>
    byte[] Unprotect(ReadOnlySpan<byte> sealedBytes);
}
