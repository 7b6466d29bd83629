using System.Security.Cryptography;

namespace SmartWms.Webhooks.Secrets;

/// <summary>Sealed bytes do not open with the keys that the host gave.</summary>
/// <remarks>The message names the key's id and the way out, and never key material or content: it is logged. Of any other exception of a protector only the type is.</remarks>
public sealed class WebhookKeyException : CryptographicException
{
    /// <summary>Says why; for an <see cref="IWebhookSecretProtector"/> of your own too.</summary>
    /// <param name="message">Is logged: the way out, without key material or content.</param>
    /// <param name="keyId">The id of the key that is needed; <see langword="null"/> when the bytes name none.</param>
    public WebhookKeyException(string message, string? keyId = null)
        : base(message) => KeyId = keyId;

    /// <summary>The id of the key that is needed; <see langword="null"/> when the bytes name none.</summary>
    public string? KeyId { get; }

    /// <summary>Why secrets could not be opened, as it may stand in a log: of another protector's exception only its type.</summary>
    internal static string ReasonOf(CryptographicException exception) => exception is WebhookKeyException ours ? ours.Message : exception.GetType().Name;
}
