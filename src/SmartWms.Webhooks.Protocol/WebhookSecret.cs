using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SmartWms.Webhooks.Protocol;

/// <summary>What sender and receiver of a webhook both know. Never prints itself: only <see cref="Reveal"/> gives the text.</summary>
/// <remarks>Immutable, safe to use from several threads at once, and worth keeping: it holds its key ready for the next signature.</remarks>
[DebuggerDisplay("whsec_***")]
public sealed class WebhookSecret : IEquatable<WebhookSecret>
{
    private const string Prefix = "whsec_";
    private const string Masked = "whsec_***";
    private const int MinLength = 16;
    private const int GeneratedBytes = 32;

    private const string TooShort = "A secret has at least 16 characters.";
    private const string NotUnicode = "A secret is valid Unicode text: this one holds half of a surrogate pair.";
    private const string NotStandard = "A secret that starts with whsec_ goes on with the base64 of 24 to 64 bytes, padded and without white space.";

    // A wrong character has no bytes: replaced by U+FFFD, two different secrets would share one key.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _text;

    private WebhookSecret(string text, byte[] utf8)
    {
        var isPrefixed = HasPrefix(text);
        var standardKey = StandardKey.Decode(isPrefixed ? text.Substring(Prefix.Length) : text);

        _text = text;
        BodyHash = new KeyedHash(utf8);
        StandardHash = standardKey is null ? null : new KeyedHash(standardKey);
        IsStandard = isPrefixed && standardKey is not null;
    }

    /// <summary>Whether it can sign in <see cref="SignatureScheme.StandardWebhooks"/>: <c>whsec_</c> and the base64 of 24 to 64 bytes.</summary>
    public bool IsStandard { get; }

    /// <summary>An ellipsis and the last 4 characters, for a list in which a person tells secrets apart.</summary>
    // A character of two UTF-16 units is shown whole or not at all.
    public string Hint => $"…{_text.Substring(_text.Length - (char.IsLowSurrogate(_text[_text.Length - 4]) ? 3 : 4))}";

    /// <summary>Keyed with the text's UTF-8, a <c>whsec_</c> included.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal KeyedHash BodyHash { get; }

    /// <summary>Keyed with the decoded base64. Also there without the prefix, which a receiver may leave out.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal KeyedHash? StandardHash { get; }

    /// <summary>A new secret for any scheme: <c>whsec_</c> and the base64 of 32 bytes of the system's cryptographic random source.</summary>
    public static WebhookSecret Generate() => Parse(Prefix + Convert.ToBase64String(Framework.RandomBytes(GeneratedBytes)));

    /// <summary>Takes a secret as it was written down: every character counts, white space at the ends too.</summary>
    /// <param name="text">At least 16 characters; after <c>whsec_</c>, the base64 of 24 to 64 bytes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException"><paramref name="text"/> is no secret; the message names the rule and never the text.</exception>
    public static WebhookSecret Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, out var brokenRule) ?? throw new FormatException(brokenRule);
    }

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    /// <param name="text">At least 16 characters; after <c>whsec_</c>, the base64 of 24 to 64 bytes.</param>
    /// <param name="secret">The secret, or <see langword="null"/> when <paramref name="text"/> is none.</param>
    /// <returns>Whether <paramref name="text"/> is a secret.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = text is null ? null : Read(text, out _);
        return secret is not null;
    }

    /// <summary>The text, to be shown to its owner once and to be stored protected.</summary>
    public string Reveal() => _text;

    /// <summary>Whether both have the same text, asked in constant time.</summary>
    /// <param name="other">Another secret.</param>
    public bool Equals(WebhookSecret? other) => other is not null && Framework.FixedTimeEquals(_text, other._text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WebhookSecret);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <summary>Always <c>whsec_***</c>, whatever the secret is.</summary>
    public override string ToString() => Masked;

    private static WebhookSecret? Read(string text, out string brokenRule)
    {
        brokenRule = NotStandard;
        if (text.Length < MinLength)
        {
            brokenRule = HasPrefix(text) ? NotStandard : TooShort;
            return null;
        }

        try
        {
            var secret = new WebhookSecret(text, StrictUtf8.GetBytes(text));
            return secret.IsStandard || !HasPrefix(text) ? secret : null;
        }
        catch (EncoderFallbackException)    // its message quotes the character, and is not passed on for that
        {
            brokenRule = NotUnicode;
            return null;
        }
    }

    private static bool HasPrefix(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);
}
