using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.House.Tests;

/// <summary>Blanks what is not code, so that rules about code do not trip over prose and samples.</summary>
internal static partial class CodeOnly
{
    /// <summary>The same text with comments and the contents of string literals removed; line breaks stay.</summary>
    public static string Of(string text) => Prose().Replace(text, match => match.Value switch
    {
        ['/', ..] => LineBreaks(match.Value),
        ['\'', ..] => "''",
        _ => "\"\"" + LineBreaks(match.Value),
    });

    private static string LineBreaks(string text) => new('\n', text.Count('\n'));

    // In this order: the earlier alternative wins where two begin at the same place. Holes of interpolated strings are blanked as well.
    [GeneratedRegex(""""
        //[^\n]* | /\*.*?\*/ |
        \$*(?<raw>"""+).*?\k<raw> |
        (?:@\$|\$@|@)"(?:[^"]|"")*" |
        \$?"(?:\\.|[^"\\\n])*" |
        '(?:\\.[^']*|[^'\\\n])'
        """", RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Prose();
}
