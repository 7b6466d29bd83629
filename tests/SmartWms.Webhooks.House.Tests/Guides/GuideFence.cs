namespace SmartWms.Webhooks.House.Tests.Guides;

/// <summary>A fenced block of a guide: its language, the comment on the line before it where there is one, its text.</summary>
internal sealed record GuideFence(string Language, string Mark, string Text)
{
    private const string Begin = "<!-- snippet: ";

    /// <summary>Which compiled snippet it says it is.</summary>
    public string Snippet => Mark.StartsWith(Begin, StringComparison.Ordinal) ? Mark[Begin.Length..^" -->".Length] : $"(no mark before it: '{Mark}')";
}
