namespace SmartWms.Webhooks.Tests.Generated;

/// <summary>Small changes to a text that was valid.</summary>
internal static class Edits
{
    /// <summary>What has fooled parsers: separators, blanks, controls, digits and letters that look like others, halves of pairs, joiners.</summary>
    public const string Nasty =
        "@:%\\#[]/?.-_=,;+ \t\r\n\0\u007f0129afxXAZ\u00a0\u00ad\u00df\u0130\u0131\u017f\u0660\u0e01\u0e33\u200b\u200d\u202e\u2024\u2100\u212a\u2460\u3002\ud83d\ude00\ufe52\uff0e\uff0f\uff11\uff20\uff21\ufeff\ue000\uffff";

    public static T Any<T>(this Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];

    public static bool OneIn(this Random random, int n) => random.Next(n) == 0;

    /// <summary>One to three edits: a character put in, taken out, changed, doubled or exchanged with its neighbour, a piece repeated, or the case of a letter turned.</summary>
    public static string Mutate(this Random random, string text, string alphabet = Nasty)
    {
        for (var edits = 1 + random.Next(3); edits > 0; edits--)
        {
            text = One(random, text, alphabet);
        }

        return text;
    }

    public static string Text(this Random random, string alphabet, int least, int most)
    {
        var length = random.Next(least, most + 1);
        return string.Create(length, (random, alphabet), static (span, state) =>
        {
            foreach (ref var character in span)
            {
                character = state.alphabet[state.random.Next(state.alphabet.Length)];
            }
        });
    }

    private static string One(Random random, string text, string alphabet)
    {
        if (text.Length == 0)
        {
            return random.Any(alphabet.ToCharArray()).ToString();
        }

        var at = random.Next(text.Length);
        var nasty = alphabet[random.Next(alphabet.Length)];
        return random.Next(8) switch
        {
            0 => text.Insert(at, nasty.ToString()),
            1 => text.Remove(at, 1),
            2 => string.Concat(text.AsSpan(0, at), nasty.ToString(), text.AsSpan(at + 1)),
            3 => text.Insert(at, text[at].ToString()),
            4 when at > 0 => string.Concat(text.AsSpan(0, at - 1), text[at].ToString(), text[at - 1].ToString(), text.AsSpan(at + 1)),
            5 => text + text[at..],
            6 => string.Concat(text.AsSpan(0, at), (char.IsUpper(text[at]) ? char.ToLowerInvariant(text[at]) : char.ToUpperInvariant(text[at])).ToString(), text.AsSpan(at + 1)),
            _ => text[..at],
        };
    }
}
