using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.Addresses;

/// <summary>The characters of an endpoint URL: which may stand in it, and which of them an error may repeat.</summary>
internal static class EndpointUrlText
{
    private const int MaxShown = 120;

    /// <summary>Whether every character is visible: no control, format, space, unpaired surrogate or unassigned code point.</summary>
    public static bool IsPlain(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune) || !IsVisible(rune))
            {
                return false;
            }

            i += rune.Utf16SequenceLength;
        }

        return true;
    }

    /// <summary>The URL as an error shows it: no query, nothing that could be a user name or password, ASCII only, cut at 120 characters.</summary>
    public static string Shown(string? text)
    {
        text ??= "";
        // Where user information ends is exactly what readers disagree on: with an @ anywhere nothing after the scheme is shown.
        var secretFrom = text.AsSpan().IndexOfAny("@\uFF20\uFE6B") >= 0 ? SchemeLength(text) : text.AsSpan().IndexOfAny('?', '#');
        var shown = new StringBuilder();
        foreach (var character in text.AsSpan(0, secretFrom < 0 ? text.Length : secretFrom))
        {
            if (shown.Length >= MaxShown)
            {
                break;
            }

            _ = character is > ' ' and < '\u007F' and not '"'
                ? shown.Append(character)
                : shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return secretFrom >= 0 || shown.Length >= MaxShown ? shown.Append("...").ToString() : shown.ToString();
    }

    private static int SchemeLength(string text)
    {
        var length = text.AsSpan().IndexOfAnyExceptInRange('A', 'z');
        return length > 0 && text.AsSpan(length).StartsWith("://") ? length + 3 : 0;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
