namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>What people copy out of mails and spreadsheets carries blanks around it, some of which nobody sees.</summary>
internal static class Pasted
{
    private const string Unseen = "\u200B\u200C\u200D\u2060\uFEFF\u200E\u200F";

    /// <returns>Without blanks at its ends; <see langword="null"/> when nothing is left.</returns>
    public static string? Clean(string? text)
    {
        var span = text.AsSpan();
        while (span.Length > 0 && IsBlank(span[0]))
        {
            span = span[1..];
        }

        while (span.Length > 0 && IsBlank(span[^1]))
        {
            span = span[..^1];
        }

        return span.Length == 0 ? null : span.ToString();
    }

    private static bool IsBlank(char letter) => char.IsWhiteSpace(letter) || Unseen.Contains(letter, StringComparison.Ordinal);
}
