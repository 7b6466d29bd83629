using System.Text;

namespace SmartWms.Webhooks.Protocol;

/// <summary>Signs a request's body: the same bytes that are sent, never a text made of them again.</summary>
/// <remarks>Pure, and safe to use from several threads at once. Keep a <see cref="WebhookSecret"/>: its second signature costs half of its first.</remarks>
public static partial class WebhookSigner
{
    internal const string WmsPrefix = "sha256=";
    internal const string StandardPrefix = "v1,";

    /// <summary>The HMAC-SHA256 of <paramref name="body"/>, keyed with the UTF-8 of the secret's whole text.</summary>
    /// <param name="secret">Any secret; a <c>whsec_</c> at its start is part of the key.</param>
    /// <param name="body">The raw body; may be empty.</param>
    /// <returns>64 lower-case hexadecimal digits: the value of <c>X-SmartWMS-Signature</c>, and after <c>sha256=</c> that of <c>X-WMS-Signature</c>.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static string SignBody(WebhookSecret secret, byte[] body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return SignBytes(secret, body);
    }

    /// <summary>The HMAC-SHA256 of <c>id.timestamp.body</c>, keyed with what the base64 after <c>whsec_</c> decodes to.</summary>
    /// <param name="secret">One for which <see cref="WebhookSecret.IsStandard"/> holds.</param>
    /// <param name="id">The event's id, by the rule of <see cref="EventId"/>.</param>
    /// <param name="timestamp">When this attempt is signed, in seconds since 1970-01-01 UTC: 1 to 999,999,999,999.</param>
    /// <param name="body">The raw body; may be empty.</param>
    /// <returns><c>v1,</c> and 44 characters of base64. While a secret is rotated, <c>webhook-signature</c> holds several with one space between.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The secret is not a Standard Webhooks one, or the id breaks its rule.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timestamp is out of its range.</exception>
    public static string SignStandard(WebhookSecret secret, string id, long timestamp, byte[] body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return SignStandardBytes(secret, id, timestamp, body);
    }

    /// <summary>The signature headers of one attempt, as the engine sends them while no secret is being rotated.</summary>
    /// <param name="scheme">How to sign.</param>
    /// <param name="secret">One for which <see cref="WebhookSecret.IsStandard"/> holds, when the scheme is Standard Webhooks.</param>
    /// <param name="id">The event's id, by the rule of <see cref="EventId"/>.</param>
    /// <param name="timestamp">When this attempt is signed; whole seconds are kept.</param>
    /// <param name="body">The raw body; may be empty.</param>
    /// <returns>
    /// The scheme's own header; and in every scheme <c>webhook-id</c>, <c>webhook-timestamp</c> and, where the secret can, <c>webhook-signature</c>,
    /// since the other two schemes carry no time of their own.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The scheme is Standard Webhooks and the secret is not, or the id breaks its rule.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scheme is not one of the three, or the timestamp is not after 1970-01-01 UTC.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(
        SignatureScheme scheme, WebhookSecret secret, string id, DateTimeOffset timestamp, byte[] body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return HeadersOfBytes(scheme, secret, id, timestamp, body);
    }

    private static string SignBytes(WebhookSecret secret, Bytes body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return HexSignature(secret.BodyHash, body);
    }

    private static string SignStandardBytes(WebhookSecret secret, string id, long timestamp, Bytes body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (!secret.IsStandard)
        {
            throw new ArgumentException("Standard Webhooks needs a secret of whsec_ and the base64 of 24 to 64 bytes.", nameof(secret));
        }

        RequireStandard(id, timestamp);
        return StandardSignature(secret.StandardHash!, StandardHead(id, timestamp), body);
    }

    private static List<KeyValuePair<string, string>> HeadersOfBytes(
        SignatureScheme scheme, WebhookSecret secret, string id, DateTimeOffset timestamp, Bytes body)
    {
        var seconds = timestamp.ToUnixTimeSeconds();
        RequireStandard(id, seconds);

        var headers = new List<KeyValuePair<string, string>>(capacity: 4);
        switch (scheme)
        {
            case SignatureScheme.SmartWms:
                headers.Add(new(WebhookHeaders.SmartWmsSignature, SignBytes(secret, body)));
                break;
            case SignatureScheme.Wms:
                headers.Add(new(WebhookHeaders.WmsSignature, WmsPrefix + SignBytes(secret, body)));
                break;
            case SignatureScheme.StandardWebhooks:
                break;
            default:
                throw UnknownScheme(scheme);
        }

        headers.Add(new(WebhookHeaders.Id, id));
        headers.Add(new(WebhookHeaders.Timestamp, UnixSeconds.Write(seconds)));
        if (scheme == SignatureScheme.StandardWebhooks || secret.IsStandard)
        {
            headers.Add(new(WebhookHeaders.Signature, SignStandardBytes(secret, id, seconds, body)));
        }

        return headers;
    }

    internal static string HexSignature(KeyedHash key, Bytes body) => Framework.LowerHex(key.Compute([], body));

    internal static string StandardSignature(KeyedHash key, byte[] head, Bytes body) =>
        StandardPrefix + Convert.ToBase64String(key.Compute(head, body));

    internal static byte[] StandardHead(string id, long timestamp) =>
        Encoding.ASCII.GetBytes(id + "." + UnixSeconds.Write(timestamp) + ".");

    internal static ArgumentOutOfRangeException UnknownScheme(SignatureScheme scheme) =>
        new(nameof(scheme), scheme, "The schemes are SmartWms, Wms and StandardWebhooks.");

    private static void RequireStandard(string id, long timestamp)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!EventId.IsValid(id))
        {
            throw new ArgumentException($"'{id}' is no event id: 1 to 128 characters of A-Z a-z 0-9 _ -.", nameof(id));
        }

        if (timestamp is < UnixSeconds.Min or > UnixSeconds.Max)
        {
            throw new ArgumentOutOfRangeException(nameof(timestamp), timestamp, "A timestamp is 1 to 999,999,999,999 seconds since 1970-01-01 UTC.");
        }
    }
}
