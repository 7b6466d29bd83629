using System.Globalization;
using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.House.Tests.Guides;

/// <summary>A page of prose with headings, fenced blocks and links.</summary>
internal sealed partial class GuidePage
{
    private GuidePage(string path, string text)
    {
        Path = path;
        Text = text;
        var (prose, fences) = Read(text);
        Prose = string.Join('\n', prose);
        Fences = fences;
        HeadingLevels = [.. prose.Where(line => line.StartsWith('#')).Select(line => line.TakeWhile(letter => letter == '#').Count())];
    }

    /// <summary>Below the repository, with forward slashes.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public string Text { get; }

    /// <summary>All but the fenced blocks.</summary>
    public string Prose { get; }

    public IReadOnlyList<int> HeadingLevels { get; }

    public IReadOnlyList<GuideFence> Fences { get; }

    /// <summary>Links to files of the repository, as they stand: the file, and what follows a <c>#</c> or nothing.</summary>
    public IEnumerable<(string File, string Anchor)> RelativeLinks =>
        from Match link in Link().Matches(Prose)
        let parts = link.Groups["target"].Value.Split('#')
        where parts[0].Length > 0 && !parts[0].Contains("://", StringComparison.Ordinal)
        select (parts[0], parts.ElementAtOrDefault(1) ?? "");

    /// <summary>What no translation changes: names in code, numbers, and how many columns each row of a table has; sorted.</summary>
    public IReadOnlyList<string> Facts =>
    [
        .. Fact().Matches(Prose).Select(match => match.Value)
            .Concat(Prose.Split('\n').Where(line => line.StartsWith('|')).Select(line => $"a row of {line.Count(letter => letter == '|') - 1}"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What a link may name after a <c>#</c>: headings in lower case, words joined by hyphens, nothing else but letters, the marks on them (Thai has many) and digits.</summary>
    public IEnumerable<string> Anchors =>
        from line in Prose.Split('\n')
        where line.StartsWith('#')
        select string.Concat(line.TrimStart('#').Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark || letter is ' ' or '-' or '_')).Replace(' ', '-');

    public static GuidePage Of(params string[] path) => new(string.Join('/', path), File.ReadAllText(System.IO.Path.Combine([Repository.Root, .. path])));

    public static GuidePage Parse(string path, string text) => new(path, text);

    private static (List<string> Prose, List<GuideFence> Fences) Read(string text)
    {
        var lines = text.Split('\n');
        var (prose, fences) = (new List<string>(), new List<GuideFence>());
        for (var start = 0; start < lines.Length; start++)
        {
            if (!lines[start].StartsWith("```", StringComparison.Ordinal))
            {
                prose.Add(lines[start]);
                continue;
            }

            var end = Array.IndexOf(lines, "```", start + 1);
            Assert.True(end > start, $"A block that starts on line {start + 1} does not end.");
            fences.Add(new GuideFence(lines[start][3..].Trim(), start > 0 && lines[start - 1].StartsWith("<!--", StringComparison.Ordinal) ? lines[start - 1] : "", string.Join('\n', lines[(start + 1)..end])));
            start = end;
        }

        return (prose, fences);
    }

    /// <summary>Inline code, else a number; the number of a list's item and those in links' targets are the same anyway.</summary>
    [GeneratedRegex(@"`[^`\n]+`|\d+(?:[.,:]\d+)*")]
    private static partial Regex Fact();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
