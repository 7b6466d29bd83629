using System.Collections.Frozen;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace SmartWms.Webhooks.Secrets;

/// <summary>Seals secrets and header values with AES-256-GCM: what is new with the current key, what is old opens with the key it names.</summary>
/// <remarks>
/// <para>To rotate: give the new key among the older ones first, on every node, so that all can open it; then as the current one, with the old one among the
/// older ones; then call <c>IWebhookSubscriptions.ResealAsync</c>; then take the old key out.</para>
/// <para>Immutable and safe to use from several threads at once. Sealed: format 1, length and text of the key's id, 12 bytes of nonce, 16 of tag, the rest; all
/// before the nonce is authenticated too. It is not bound to the webhook's row, whose id is not known when a webhook is made.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class WebhookKeyRing : IWebhookSecretProtector
{
    private const byte Format = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly WebhookKey _current;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly FrozenDictionary<string, WebhookKey> _keys;

    /// <summary>A ring.</summary>
    /// <param name="current">Seals whatever is written from now on.</param>
    /// <param name="older">Open what they sealed; nothing new is sealed with them.</param>
    /// <exception cref="ArgumentException">Two keys have one id.</exception>
    public WebhookKeyRing(WebhookKey current, params IEnumerable<WebhookKey> older)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(older);
        WebhookKey[] all = [current, .. older];
        if (all.GroupBy(key => key.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            throw new ArgumentException($"The key ring holds the id \"{twice.Key}\" twice. Give each key an id of its own, and never use one again.", nameof(older));
        }

        _current = current;
        _keys = all.ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
        Ids = [.. all.Select(key => key.Id)];
    }

    /// <summary>The ids of its keys, the current one first.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Whether what was stored before there was a protector is read as it is. Set it while a host goes over to sealing, until <c>IWebhookSubscriptions.ResealAsync</c> has run.</summary>
    /// <value><see langword="false"/>: whoever can write into the database cannot put plain text in a sealed one's place.</value>
    public bool OpensUnsealed { get; init; }

    /// <inheritdoc/>
    public byte[] Protect(ReadOnlySpan<byte> plain)
    {
        var head = 2 + _current.Id.Length;
        var result = new byte[head + NonceLength + TagLength + plain.Length];
        result[0] = Format;
        result[1] = (byte)_current.Id.Length;
        Encoding.ASCII.GetBytes(_current.Id, result.AsSpan(2));
        var nonce = result.AsSpan(head, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_current.Bytes, TagLength);
        cipher.Encrypt(nonce, plain, result.AsSpan(head + NonceLength + TagLength), result.AsSpan(head + NonceLength, TagLength), result.AsSpan(0, head));
        return result;
    }

    /// <inheritdoc/>
    /// <exception cref="WebhookKeyException">The key is not in this ring, is another one, or the bytes were changed; the message says which key.</exception>
    public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes)
    {
        if (ReadKeyId(sealedBytes) is not { } id)
        {
            return OpensUnsealed && sealedBytes.Length > 0 && sealedBytes[0] != Format
                ? sealedBytes.ToArray()
                : throw new WebhookKeyException(
                    "The stored bytes were not sealed by a WebhookKeyRing, or were cut. If they were stored before secrets were sealed, set OpensUnsealed until ResealAsync has run.", null);
        }

        if (!_keys.TryGetValue(id, out var key))
        {
            throw new WebhookKeyException($"They were sealed with the key \"{id}\", which is not in the key ring ({string.Join(", ", Ids)}). Add it to the WebhookKeyRing as an older key.", id);
        }

        var head = 2 + id.Length;
        var plain = new byte[sealedBytes.Length - head - NonceLength - TagLength];
        try
        {
            using var cipher = new AesGcm(key.Bytes, TagLength);
            cipher.Decrypt(
                sealedBytes.Slice(head, NonceLength), sealedBytes[(head + NonceLength + TagLength)..], sealedBytes.Slice(head + NonceLength, TagLength), plain, sealedBytes[..head]);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new WebhookKeyException($"They do not open with the key \"{id}\": the key ring holds another key under this id, or the stored bytes were changed.", id);
        }
    }

    /// <summary>The ids of its keys.</summary>
    /// <returns>For example <c>WebhookKeyRing 2026-11, 2025-11</c>.</returns>
    public override string ToString() => $"{nameof(WebhookKeyRing)} {string.Join(", ", Ids)}";

    /// <summary>Whether sealing these bytes anew would change nothing.</summary>
    internal bool IsCurrent(ReadOnlySpan<byte> sealedBytes) => ReadKeyId(sealedBytes) == _current.Id;

    /// <summary>The id that the bytes name; null when they are not of this format or too short for it.</summary>
    private static string? ReadKeyId(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes[0] != Format || bytes.Length < 2 + bytes[1] + NonceLength + TagLength)
        {
            return null;
        }

        var id = Encoding.Latin1.GetString(bytes.Slice(2, bytes[1]));
        return WebhookKey.IsId(id) ? id : null;
    }
}
