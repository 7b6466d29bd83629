namespace SmartWms.Webhooks.Protocol;

public sealed partial class WebhookVerifier
{
    /// <inheritdoc cref="Verify(byte[], Func{string, IEnumerable{string}}, DateTimeOffset)"/>
    public WebhookVerification Verify(ReadOnlySpan<byte> body, Func<string, IEnumerable<string?>?> headers, DateTimeOffset now) =>
        VerifyBytes(body, headers, now);
}
