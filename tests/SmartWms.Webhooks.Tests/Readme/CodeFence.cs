namespace SmartWms.Webhooks.Tests.Readme;

/// <summary>A fenced block of a README: its language, the comment on the line before it, its lines.</summary>
internal sealed record CodeFence(string File, string Language, string Mark, IReadOnlyList<string> Lines)
{
    public static IEnumerable<CodeFence> Of(string file, string text)
    {
        var lines = text.Split('\n');
        for (var start = 0; start < lines.Length; start++)
        {
            if (!lines[start].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            var end = Array.IndexOf(lines, "```", start + 1);
            Assert.True(end > start, $"{file}: a block that starts on line {start + 1} does not end.");
            yield return new CodeFence(file, lines[start][3..].Trim(), start == 0 ? "" : lines[start - 1].Trim(), lines[(start + 1)..end]);
            start = end;
        }
    }
}
