using System.Buffers;
using System.Diagnostics;

namespace SmartWms.Webhooks.Secrets;

/// <summary>A key that seals webhook secrets at rest (AES-256), with the id by which sealed bytes name it. Never prints itself.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class WebhookKey
{
    /// <summary>The length of a key in bytes.</summary>
    public const int Length = 32;

    /// <summary>The longest id in characters.</summary>
    public const int MaxIdLength = 32;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>A key.</summary>
    /// <param name="id">1 to 32 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, e.g. <c>2026-11</c>. It is stored beside what the key seals and stands in logs.</param>
    /// <param name="key">32 random bytes; copied.</param>
    /// <exception cref="ArgumentException">Another length, all bytes the same, or another id. The message never holds the key.</exception>
    public WebhookKey(string id, byte[] key)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(key);
        if (!IsId(id))
        {
            throw new ArgumentException($"A key's id is 1 to {MaxIdLength} letters, digits, hyphens, underscores and dots, such as \"2026-11\". It has {id.Length} characters.", nameof(id));
        }

        if (key.Length != Length || !key.AsSpan().ContainsAnyExcept(key[0]))
        {
            throw new ArgumentException($"The key \"{id}\" is {(key.Length == Length ? "one byte over and over" : $"{key.Length} bytes long")}. {Fix}", nameof(key));
        }

        Id = id;
        Bytes = [.. key];
    }

    private const string Fix = "Give 32 random bytes, for instance of \"openssl rand -base64 32\", from your secret store.";

    /// <summary>By what sealed bytes name it.</summary>
    public string Id { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal byte[] Bytes { get; }

    /// <summary>A key as a secret store or an environment variable holds it.</summary>
    /// <param name="id">As for the constructor.</param>
    /// <param name="base64">The base64 of 32 random bytes.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">Missing, no base64, or as for the constructor. The message never holds the text.</exception>
    public static WebhookKey FromBase64(string id, string? base64)
    {
        Span<byte> key = stackalloc byte[Length + 1];
        if (string.IsNullOrWhiteSpace(base64))
        {
            throw new ArgumentException($"The key \"{Shown(id)}\" is missing. {Fix}", nameof(base64));
        }

        return Convert.TryFromBase64String(base64, key, out var length)
            ? new WebhookKey(id, key[..length].ToArray())
            : throw new ArgumentException($"The key \"{Shown(id)}\" is not the base64 of 32 bytes. {Fix}", nameof(base64));
    }

    /// <summary>Its id.</summary>
    /// <returns>For example <c>2026-11 ***</c>.</returns>
    public override string ToString() => $"{Id} ***";

    internal static bool IsId(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxIdLength && !text.ContainsAnyExcept(IdCharacters);

    private static string Shown(string? id) => IsId(id) ? id! : "?";
}
