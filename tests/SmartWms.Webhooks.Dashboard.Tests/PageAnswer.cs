using System.Net;
using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>What a page answered: its markup, and its words as a reader sees them.</summary>
internal sealed partial record PageAnswer(HttpStatusCode Status, string Html, string? Location, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Without tags, with entities decoded and blanks folded.</summary>
    public string Text => Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(Html, " ")), " ");

    /// <summary>Of the list; a chart has a table of its own.</summary>
    public IReadOnlyList<string> ColumnHeads => [.. Heads().Matches(Html[Math.Max(0, Html.IndexOf("<table class=\"rows\"", StringComparison.Ordinal))..]).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value).Trim())];

    /// <summary>The addresses that its forms post to.</summary>
    public IReadOnlyList<string> Actions => [.. PostForms().Matches(Html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    public string Value(string id) => WebUtility.HtmlDecode(Regex.Match(Html, $"""<input id="{id}"[^>]*? value="([^"]*)" """.TrimEnd()).Groups[1].Value);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("""<th scope="col"[^>]*>([^<]*)</th>""")]
    private static partial Regex Heads();

    [GeneratedRegex("""<form[^>]*method="post"[^>]*action="([^"]*)""")]
    private static partial Regex PostForms();
}
