namespace SmartWms.Webhooks.Protocol;

public static partial class WebhookSigner
{
    /// <inheritdoc cref="SignBody(WebhookSecret, byte[])"/>
    public static string SignBody(WebhookSecret secret, ReadOnlySpan<byte> body) => SignBytes(secret, body);

    /// <inheritdoc cref="SignStandard(WebhookSecret, string, long, byte[])"/>
    public static string SignStandard(WebhookSecret secret, string id, long timestamp, ReadOnlySpan<byte> body) =>
        SignStandardBytes(secret, id, timestamp, body);

    /// <inheritdoc cref="Headers(SignatureScheme, WebhookSecret, string, DateTimeOffset, byte[])"/>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(
        SignatureScheme scheme, WebhookSecret secret, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body) =>
        HeadersOfBytes(scheme, secret, id, timestamp, body);
}
