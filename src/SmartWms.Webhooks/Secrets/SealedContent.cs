using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Secrets;

/// <summary>What a subscription's sealed blob holds: its secrets and the values of its custom headers.</summary>
internal sealed record SealedContent(SecretRing Secrets, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public byte[] Seal(IWebhookSecretProtector protector)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(
            new SealedDocument
            {
                Current = Secrets.Current.Reveal(),
                CreatedAt = Secrets.CreatedAt,
                Retiring = Secrets.Retiring?.Reveal(),
                OverlapEndsAt = Secrets.OverlapEndsAt,
                Headers = [.. Headers.Select(header => new SealedHeader { Name = header.Key, Value = header.Value })],
            },
            SealedJson.Default.SealedDocument);
        try
        {
            return protector.Protect(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <exception cref="CryptographicException">It cannot be opened or read; the message never holds content.</exception>
    public static SealedContent Open(byte[] sealedBytes, IWebhookSecretProtector protector)
    {
        var plain = protector.Unprotect(sealedBytes);
        try
        {
            var document = JsonSerializer.Deserialize(plain, SealedJson.Default.SealedDocument);
            if (document is not { Headers: { } headers } || headers.Any(header => header is not { Name: not null, Value: not null }) || !WebhookSecret.TryParse(document.Current, out var current) || current is null)
            {
                throw new CryptographicException("The sealed secrets of a subscription are not readable.");
            }

            _ = WebhookSecret.TryParse(document.Retiring, out var retiring);
            return new SealedContent(
                new SecretRing(current, document.CreatedAt, retiring, document.OverlapEndsAt),
                [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))]);
        }
        catch (JsonException)
        {
            throw new CryptographicException("The sealed secrets of a subscription are not readable.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Whether a signature comes of it: Standard Webhooks needs a secret of its own form, and a request without any signature must not go out.</summary>
    public bool CanSign(SignatureScheme scheme) =>
        scheme != SignatureScheme.StandardWebhooks || Secrets.Current.IsStandard;

    public override string ToString() => "SealedContent ***";
}

internal sealed class SealedDocument
{
    public string Current { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public string? Retiring { get; set; }

    public DateTimeOffset? OverlapEndsAt { get; set; }

    public SealedHeader[] Headers { get; set; } = [];
}

internal sealed class SealedHeader
{
    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}

[JsonSerializable(typeof(SealedDocument))]
internal sealed partial class SealedJson : JsonSerializerContext;
