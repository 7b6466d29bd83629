namespace SmartWms.Webhooks.Protocol;

/// <summary>Tells whether a received request comes from who it claims to: bytes in, a value out, no exception for anything a sender can write.</summary>
/// <remarks>
/// Knows one scheme and never falls back to another. Immutable and safe to use from several threads at once: make one and keep it.
/// SmartWms and Wms sign no time, so a recorded request verifies again years later: skip event ids that you know.
/// </remarks>
public sealed partial class WebhookVerifier
{
    /// <summary>The largest body that is verified: 2 MiB, twice the largest payload the engine can be set to send.</summary>
    public const int MaxBodyLength = 2 * 1024 * 1024;

    private const int MaxSignatures = 16;
    private const int HexLength = 64;

    private static readonly TimeSpan DefaultTolerance = TimeSpan.FromSeconds(300);
    private static readonly char[] Separator = [' '];

    private readonly SignatureScheme _scheme;
    private readonly KeyedHash[] _keys;
    private readonly TimeSpan _tolerance;

    private WebhookVerifier(SignatureScheme scheme, KeyedHash[] keys, TimeSpan tolerance)
    {
        _scheme = scheme;
        _keys = keys;
        _tolerance = tolerance;
    }

    /// <summary>A verifier with a tolerance of 300 seconds.</summary>
    /// <param name="scheme">The one scheme to verify.</param>
    /// <param name="secrets">
    /// The current secret and, while it is rotated, the previous one. One that cannot be used in this scheme never matches and never throws;
    /// with none left, every result is <see cref="WebhookVerification.NoUsableSecret"/>. <c>whsec_</c> may be left out in Standard Webhooks.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="secrets"/> is <see langword="null"/>; a single secret may be.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scheme"/> is not one of the three.</exception>
    public static WebhookVerifier For(SignatureScheme scheme, params string?[] secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return For(scheme, secrets.Select(text => WebhookSecret.TryParse(text, out var secret) ? secret : null).OfType<WebhookSecret>());
    }

    /// <summary>A verifier with a tolerance of its own.</summary>
    /// <param name="scheme">The one scheme to verify.</param>
    /// <param name="secrets">The current secret and, while it is rotated, the previous one. Read once, here.</param>
    /// <param name="tolerance">
    /// How far a request's time may be from now, before and after, in Standard Webhooks; the other schemes carry no time.
    /// Zero or more; 300 seconds by default.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="secrets"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scheme"/> is not one of the three, or <paramref name="tolerance"/> is negative.</exception>
    public static WebhookVerifier For(SignatureScheme scheme, IEnumerable<WebhookSecret> secrets, TimeSpan? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (scheme is < SignatureScheme.SmartWms or > SignatureScheme.StandardWebhooks)
        {
            throw WebhookSigner.UnknownScheme(scheme);
        }

        if (tolerance < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is zero or more.");
        }

        var keys = secrets.Select(secret => KeyFor(scheme, secret)).OfType<KeyedHash>().ToArray();
        return new WebhookVerifier(scheme, keys, tolerance ?? DefaultTolerance);
    }

    /// <summary>Whether <see cref="For(SignatureScheme, string?[])"/> could verify anything with this secret: for settings that are checked at start.</summary>
    /// <param name="scheme">The scheme to verify.</param>
    /// <param name="secret">A secret as it was written down.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scheme"/> is not one of the three.</exception>
    public static bool CanUse(SignatureScheme scheme, string? secret) => For(scheme, secret)._keys.Length > 0;

    /// <summary>Verifies one request.</summary>
    /// <param name="body">The body as it was received, before anything parsed or decoded it.</param>
    /// <param name="headers">
    /// Every value of the header of a name, without regard to case; none or <see langword="null"/> when it is not there. Asked for the
    /// scheme's headers only. Values that a server joined with commas into one are one value, and not valid.
    /// </param>
    /// <param name="now">The receiver's clock.</param>
    /// <returns><see cref="WebhookVerification.Valid"/>, or what is wrong. A time is believed only when the signature over it is right.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> or <paramref name="headers"/> is <see langword="null"/>.</exception>
    public WebhookVerification Verify(byte[] body, Func<string, IEnumerable<string?>?> headers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(body);
        return VerifyBytes(body, headers, now);
    }

    private WebhookVerification VerifyBytes(Bytes body, Func<string, IEnumerable<string?>?> headers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (_keys.Length == 0)
        {
            return WebhookVerification.NoUsableSecret;
        }

        if (body.Length > MaxBodyLength)
        {
            return WebhookVerification.BodyTooLarge;
        }

        return _scheme switch
        {
            SignatureScheme.SmartWms => VerifyHex(body, headers, WebhookHeaders.SmartWmsSignature, string.Empty),
            SignatureScheme.Wms => VerifyHex(body, headers, WebhookHeaders.WmsSignature, WebhookSigner.WmsPrefix),
            _ => VerifyStandard(body, headers, now),
        };
    }

    private WebhookVerification VerifyHex(Bytes body, Func<string, IEnumerable<string?>?> headers, string name, string prefix)
    {
        var read = SingleHeader.Read(headers, name, out var signature);
        if (read != WebhookVerification.Valid)
        {
            return read;
        }

        if (!IsHex(signature, prefix))
        {
            return WebhookVerification.MalformedHeader;
        }

        var matches = false;
        foreach (var key in _keys)      // all of them: leaving at the first match would tell which secret it was
        {
            matches |= Framework.FixedTimeEquals(prefix + WebhookSigner.HexSignature(key, body), signature);
        }

        return matches ? WebhookVerification.Valid : WebhookVerification.SignatureMismatch;
    }

    private WebhookVerification VerifyStandard(Bytes body, Func<string, IEnumerable<string?>?> headers, DateTimeOffset now)
    {
        var idRead = SingleHeader.Read(headers, WebhookHeaders.Id, out var id);
        var timestampRead = SingleHeader.Read(headers, WebhookHeaders.Timestamp, out var timestamp);
        var signaturesRead = SingleHeader.Read(headers, WebhookHeaders.Signature, out var signatures);
        foreach (var read in new[] { idRead, timestampRead, signaturesRead })
        {
            if (read != WebhookVerification.Valid)
            {
                return read;
            }
        }

        if (!EventId.IsValid(id) || !UnixSeconds.TryRead(timestamp, out var seconds))
        {
            return WebhookVerification.MalformedHeader;
        }

        if (!MatchesAny(WebhookSigner.StandardHead(id, seconds), body, signatures))
        {
            return WebhookVerification.SignatureMismatch;
        }

        var distance = Math.Abs(now.ToUnixTimeSeconds() - seconds);     // 12 digits at most: cannot overflow
        return distance <= _tolerance.TotalSeconds ? WebhookVerification.Valid : WebhookVerification.OutsideTolerance;
    }

    // What is not a v1 signature is skipped: newer versions may stand beside it.
    private bool MatchesAny(byte[] head, Bytes body, string signatures)
    {
        var items = signatures.Split(Separator, MaxSignatures + 1);     // what is beyond the 16th stays one unread item
        var count = Math.Min(items.Length, MaxSignatures);

        var matches = false;
        foreach (var key in _keys)
        {
            var expected = WebhookSigner.StandardSignature(key, head, body);
            for (var i = 0; i < count; i++)
            {
                matches |= Framework.FixedTimeEquals(expected, items[i]);
            }
        }

        return matches;
    }

    private static bool IsHex(string text, string prefix) =>
        text.Length == prefix.Length + HexLength
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && text.Skip(prefix.Length).All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    private static KeyedHash? KeyFor(SignatureScheme scheme, WebhookSecret? secret) =>
        scheme == SignatureScheme.StandardWebhooks ? secret?.StandardHash : secret?.BodyHash;
}
