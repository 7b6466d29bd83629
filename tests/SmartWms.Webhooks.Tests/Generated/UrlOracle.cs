using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.Tests.Generated;

/// <summary>What SECURITY 1.1 says of a URL under the default policy, written a second time: expressions for the text, numbers for the addresses. Knows nothing of the library.</summary>
internal static partial class UrlOracle
{
    private static readonly IdnMapping Idn = new();

    private static readonly string[] NotPublicNames =
        ["localhost", "test", "example", "invalid", "local", "onion", "home.arpa", "alt", "internal", "localdomain", "intranet", "private", "corp", "home", "lan"];

    /// <summary>Public names of services that tell a machine's own secrets, each by itself and not what lies below it.</summary>
    private static readonly string[] MetadataNames = ["metadata.goog", "metadata.tencentyun.com", "metadata.platformequinix.com"];

    /// <summary>Ranges of IPv4 that are refused, as "first/bits".</summary>
    private static readonly (uint First, int Bits)[] Refused =
    [
        .. "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32"
            .Split(' ').Select(text => (Quad(text.Split('/')[0])!.Value, int.Parse(text.Split('/')[1], CultureInfo.InvariantCulture))),
    ];

    /// <summary>Host and port that are called; null when the URL may not be registered.</summary>
    public static (string Host, int Port)? Judge(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || text.Length > 2048 || !AllVisible(text) || text.AsSpan().IndexOfAny("\\#") >= 0)
        {
            return null;
        }

        var port = Port(match.Groups["port"]);
        var host = match.Groups["host"].Value;
        if (port is not (80 or 443 or (>= 1024 and <= 65535)))
        {
            return null;
        }

        var canonical = host.StartsWith('[') ? V6(host[1..^1]) : Name(host);
        return canonical is null || 8 + canonical.Length + (host.StartsWith('[') ? 2 : 0) + (port == 443 ? 0 : 1 + $"{port}".Length) + Encoded(text[match.Groups["authority"].Length..]) > 2048 ? null : (canonical, port);
    }

    /// <summary>Whether an address that was dialled is one of the public internet.</summary>
    public static bool IsPublic(IPAddress address) => address.ToString() is var text && text.Contains(':', StringComparison.Ordinal) ? V6(text) is not null : IsPublic(Quad(text)!.Value);

    /// <summary>RFC 5952: lower case, the first longest run of two or more zero groups as "::".</summary>
    public static string Written(ushort[] groups)
    {
        var (best, length) = (-1, 1);
        for (var start = 0; start < 8; start++)
        {
            var end = start;
            while (end < 8 && groups[end] == 0)
            {
                end++;
            }

            if (end - start > length)
            {
                (best, length) = (start, end - start);
            }
        }

        var hex = groups.Select(group => group.ToString("x", CultureInfo.InvariantCulture)).ToArray();
        return best < 0 ? string.Join(':', hex) : $"{string.Join(':', hex[..best])}::{string.Join(':', hex[(best + length)..])}";
    }

    private static int Port(Group group)
    {
        if (!group.Success)
        {
            return 443;
        }

        var digits = group.Value.TrimStart('0');
        return digits.Length is 0 or > 5 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);
    }

    private static string? Name(string host)
    {
        var name = host.ToLowerInvariant();
        if (name.EndsWith('.') || name.StartsWith('_') || name.Contains("._", StringComparison.Ordinal) || ToAscii(name) is not { } ascii || ascii.Length > 253 || !Labels().IsMatch(ascii))
        {
            return null;
        }

        var last = ascii.Split('.')[^1];
        if (Number().IsMatch(last))
        {
            return Quad(ascii) is { } address && IsPublic(address) ? ascii : null;
        }

        return ascii.Contains('.', StringComparison.Ordinal) && !MetadataNames.Contains(ascii) && !NotPublicNames.Any(known => ("." + ascii).EndsWith("." + known, StringComparison.Ordinal)) ? ascii : null;
    }

    /// <summary>Names that change on their way to ASCII and back are refused: they can be read as another.</summary>
    private static string? ToAscii(string name)
    {
        var plain = name.All(char.IsAscii);
        if (plain && !name.Contains("xn--", StringComparison.Ordinal))
        {
            return name;
        }

        if (!plain && !MayBeName(name))
        {
            return null;
        }

        try
        {
            var ascii = Idn.GetAscii(name);
            var shown = Idn.GetUnicode(ascii);
            return (plain ? shown != name && Idn.GetAscii(shown) == name : shown == name) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static uint? Quad(string text)
    {
        var match = FourNumbers().Match(text);
        if (!match.Success)
        {
            return null;
        }

        uint address = 0;
        for (var i = 1; i <= 4; i++)
        {
            var part = int.Parse(match.Groups[i].Value, CultureInfo.InvariantCulture);
            if (part > 255)
            {
                return null;
            }

            address = (address << 8) + (uint)part;
        }

        return address;
    }

    private static bool IsPublic(uint address) => Refused.All(range => (address >> (32 - range.Bits)) != (range.First >> (32 - range.Bits)));

    /// <summary>An address of 2000::/3 that is not set apart, in its one spelling.</summary>
    private static string? V6(string text)
    {
        var lower = text.ToLowerInvariant();
        var halves = lower.Split("::");
        if (halves.Length > 2 || !lower.All(character => character is (>= '0' and <= '9') or (>= 'a' and <= 'f') or ':'))
        {
            return null;
        }

        var parts = halves.Select(half => half.Length == 0 ? [] : half.Split(':')).ToArray();
        var count = parts.Sum(half => half.Length);
        if (parts.Any(half => half.Any(part => part.Length is 0 or > 4)) || (halves.Length == 1 ? count != 8 : count > 7))
        {
            return null;
        }

        ushort[] groups = [.. parts[0].Select(Hex), .. new ushort[8 - count], .. halves.Length == 2 ? parts[1].Select(Hex) : []];
        var isApart = (groups[0] == 0x2001 && (groups[1] < 0x200 || groups[1] == 0xdb8)) || groups[0] == 0x2002 || (groups[0] == 0x3fff && groups[1] < 0x1000)
            || (groups[0] == 0x2620 && groups[1] == 0x4f && groups[2] == 0x8000);
        return groups[0] >> 13 == 1 && !isApart && Written(groups) == lower ? lower : null;
    }

    private static ushort Hex(string text) => ushort.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static bool AllVisible(string text) => !HalfPair().IsMatch(text) && text.EnumerateRunes().All(rune => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse));

    /// <summary>Letters, marks, decimal digits, and of ASCII also hyphen, underscore and dot.</summary>
    private static bool MayBeName(string name) => Plain().IsMatch(name) && name.EnumerateRunes().All(rune =>
        rune.IsAscii || Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber);

    /// <summary>How long it is with everything percent-encoded that a URL has to encode; a path that is missing is "/".</summary>
    private static int Encoded(string rest) => (rest.StartsWith('/') ? 0 : 1) + rest.EnumerateRunes().Sum(rune => rune.IsAscii ? ("\"<>^`{|}".Contains((char)rune.Value, StringComparison.Ordinal) ? 3 : 1) : 3 * rune.Utf8SequenceLength);

    [GeneratedRegex(@"\A(?<authority>https://(?<host>\[[^\]@%/?]*\]|[^\[:/?@%][^:/?@%]*)(?::(?<port>[0-9]+))?)(?=[/?]|\z)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"\A(?:(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!\z)|\z))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Labels();

    [GeneratedRegex(@"\A(?:[0-9]+|0x[0-9a-f]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A(?:[-_.0-9a-z]|[^\x00-\x7F])+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex FourNumbers();

    [GeneratedRegex(@"[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]", RegexOptions.CultureInvariant)]
    private static partial Regex HalfPair();
}
