using System.Security.Cryptography;

namespace SmartWms.Webhooks.Secrets;

/// <summary>Sealed bytes do not open with the key ring that the host gave.</summary>
/// <remarks>The message names the key's id and the way out, and never key material or content, so it can be logged.</remarks>
public sealed class WebhookKeyException : CryptographicException
{
    internal WebhookKeyException(string message, string? keyId)
        : base(message) => KeyId = keyId;

    /// <summary>The id of the key that is needed; <see langword="null"/> when the bytes name none.</summary>
    public string? KeyId { get; }

    /// <summary>Why secrets could not be opened, as it may stand in a log: of another protector's exception only its type.</summary>
    internal static string ReasonOf(CryptographicException exception) => exception is WebhookKeyException ours ? ours.Message : exception.GetType().Name;
}
