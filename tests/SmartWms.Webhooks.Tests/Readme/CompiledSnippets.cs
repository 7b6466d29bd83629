using SmartWms.Webhooks.Tests.Samples;

namespace SmartWms.Webhooks.Tests.Readme;

/// <summary>The regions between <c>// snippet: name</c> and <c>// end</c> of ReadmeSnippets.cs, and its usings.</summary>
internal sealed class CompiledSnippets
{
    private readonly Dictionary<string, IReadOnlyList<string>> _regions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _usings;

    public CompiledSnippets()
    {
        var lines = File.ReadAllLines(Repository.File("tests", "SmartWms.Webhooks.Tests", "Readme", "ReadmeSnippets.cs"));
        _usings = [.. lines.Where(IsUsing), "using SmartWms.Webhooks;"];       // the snippets stand inside this namespace
        for (var start = 0; start < lines.Length; start++)
        {
            var mark = lines[start].Split("// snippet: ");
            if (mark.Length == 2)
            {
                var end = Array.FindIndex(lines, start, line => line.Trim() == "// end");
                _regions.Add(mark[1], [.. lines[(start + 1)..end].Select(line => line.Length > mark[0].Length ? line[mark[0].Length..] : "")]);
            }
        }
    }

    public IEnumerable<string> Names => _regions.Keys;

    /// <summary>What is wrong with a block, or <see langword="null"/>. Usings at its head have to be among those that the snippets compile with.</summary>
    public string? Difference(CodeFence fence, string name)
    {
        if (!_regions.TryGetValue(name, out var region))
        {
            return $"{fence.File}: there is no compiled snippet '{name}'.";
        }

        var code = fence.Lines.SkipWhile(line => IsUsing(line) || line.Length == 0).ToList();
        var strange = fence.Lines.TakeWhile(line => IsUsing(line) || line.Length == 0).FirstOrDefault(line => line.Length > 0 && !_usings.Contains(line));
        var different = Enumerable.Range(0, Math.Max(code.Count, region.Count)).FirstOrDefault(index => code.ElementAtOrDefault(index) != region.ElementAtOrDefault(index), -1);
        return strange is not null ? $"{fence.File}, '{name}': {strange} is not compiled."
            : different >= 0 ? $"{fence.File}, '{name}': prints\n{code.ElementAtOrDefault(different)}\nand compiles\n{region.ElementAtOrDefault(different)}"
            : null;
    }

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal);
}
