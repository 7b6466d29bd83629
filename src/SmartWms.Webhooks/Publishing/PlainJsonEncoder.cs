using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace SmartWms.Webhooks.Publishing;

/// <summary>
/// Escapes only what JSON must: quotes, backslashes, control characters, and halves of surrogate pairs. Thai and emoji go out as themselves;
/// <see cref="JavaScriptEncoder.UnsafeRelaxedJsonEscaping"/> would still write an emoji as two <c>\u</c> escapes. Bodies are never put into HTML.
/// </summary>
internal sealed unsafe class PlainJsonEncoder : JavaScriptEncoder
{
    private static readonly SearchValues<char> MustEscape = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    private PlainJsonEncoder()
    {
    }

    public static PlainJsonEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => UnsafeRelaxedJsonEscaping.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        UnsafeRelaxedJsonEscaping.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var span = new ReadOnlySpan<char>(text, textLength);
        var escape = span.IndexOfAny(MustEscape);
        var surrogate = FirstLoneSurrogate(escape < 0 ? span : span[..escape]);
        return surrogate >= 0 ? surrogate : escape;
    }

    private static int FirstLoneSurrogate(ReadOnlySpan<char> span)
    {
        var index = span.IndexOfAnyInRange('\uD800', '\uDFFF');
        while (index >= 0 && index < span.Length)
        {
            if (Rune.DecodeFromUtf16(span[index..], out _, out var length) != OperationStatus.Done)
            {
                return index;
            }

            var next = span[(index + length)..].IndexOfAnyInRange('\uD800', '\uDFFF');
            index = next < 0 ? -1 : index + length + next;
        }

        return -1;
    }
}
