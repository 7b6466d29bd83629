using System.Buffers;
using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.Addresses;

/// <summary>Brings a host name to its one ASCII form, and refuses those that other readers could take for something else.</summary>
internal static class HostName
{
    private const int MaxLabel = 63;
    private const int MaxName = 253;

    private static readonly IdnMapping Idn = new();
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Reads a name that is not in brackets.</summary>
    /// <param name="host">As somebody wrote it.</param>
    /// <param name="name">Lower-case ASCII, internationalised labels as <c>xn--</c>.</param>
    /// <returns>The rule that is broken; <see langword="null"/> when none is.</returns>
    public static string? Read(string host, out string name)
    {
        name = host.ToLowerInvariant();
        if (name.EndsWith('.'))
        {
            return "the host ends with a dot; write it without";
        }

        return ToAscii(ref name) ?? LabelsOf(name);
    }

    /// <summary>Whether readers may take the name for an IPv4 address: its last label is a number, decimal or hexadecimal (WHATWG URL, 3.5).</summary>
    public static bool EndsInNumber(string name)
    {
        var label = name.AsSpan(name.LastIndexOf('.') + 1);
        return label.Length > 0
            && (!label.ContainsAnyExceptInRange('0', '9')
                || (label.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && label[2..].IndexOfAnyExcept(HexDigits) < 0));
    }

    private static string? ToAscii(ref string name)
    {
        if (!Ascii.IsValid(name) && name.EnumerateRunes().Any(rune => !MayStandInName(rune)))
        {
            return "the host holds a character that is no letter, mark, digit, hyphen or underscore";
        }

        if (Ascii.IsValid(name) && !name.Contains("xn--", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            // Full-width digits and ligatures turn into other text here, "127.0.0.1" among it. (Where a host runs without ICU they
            // become names of their own instead, which no registry hands out.)
            var ascii = Idn.GetAscii(name);
            var unicode = Idn.GetUnicode(ascii);
            var isStable = Ascii.IsValid(name) ? Idn.GetAscii(unicode) == name && unicode != name : unicode == name;
            name = ascii;
            return isStable ? null : "the host changes when it is written in ASCII; give that form (\"xn--...\")";
        }
        catch (ArgumentException)
        {
            return "the host is no valid internationalised name";
        }
    }

    private static bool MayStandInName(Rune rune) => rune.IsAscii
        ? Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '.'
        : Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string? LabelsOf(string name)
    {
        if (name.Length > MaxName)
        {
            return "the host is longer than 253 characters";
        }

        foreach (var range in name.AsSpan().Split('.'))
        {
            var label = name.AsSpan(range);
            if (label.Length is 0 or > MaxLabel)
            {
                return "each part of the host between dots is 1 to 63 characters";
            }

            if (label.ContainsAnyExcept(LabelCharacters) || label[0] is '-' or '_' || label[^1] == '-')
            {
                return "each part of the host begins with a letter or digit; hyphens inside and underscores may follow";
            }
        }

        return null;
    }
}
