namespace SmartWms.Webhooks.House.Tests.Guides;

/// <summary>The regions between <c>// snippet: name</c> and the next <c>// end</c> of the same depth, in the folder Snippets of this project.</summary>
internal sealed class CompiledSnippets
{
    private readonly Dictionary<string, string> _regions = new(StringComparer.Ordinal);

    public CompiledSnippets(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            Read(file.Text.Split('\n'));
        }
    }

    public static CompiledSnippets OfThisProject { get; } = new(Repository.CSharpFiles("tests", "SmartWms.Webhooks.House.Tests", "Guides", "Snippets"));

    public IEnumerable<string> Names => _regions.Keys;

    /// <summary>What is wrong with a printed block, or <see langword="null"/>.</summary>
    public string? Complaint(string page, GuideFence fence) =>
        !_regions.TryGetValue(fence.Snippet, out var compiled) ? $"{page}: there is no compiled snippet '{fence.Snippet}'."
        : compiled != fence.Text ? $"{page}: '{fence.Snippet}' prints\n{fence.Text}\nand compiles\n{compiled}"
        : null;

    private void Read(string[] lines)
    {
        for (var start = 0; start < lines.Length; start++)
        {
            if (lines[start].Split("// snippet: ") is [var indent, var name])
            {
                var end = Array.IndexOf(lines, $"{indent}// end", start);
                _regions.Add(name, string.Join('\n', lines[(start + 1)..end].Select(line => line.Length > indent.Length ? line[indent.Length..] : "")));
            }
        }
    }
}
