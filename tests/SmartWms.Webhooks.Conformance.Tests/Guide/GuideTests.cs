using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Conformance.Tests.Guide;

/// <summary>What the guide prints is what is compiled here.</summary>
public sealed class GuideTests
{
    private static readonly string[] Files = ["MyStoreTests.cs", "MyStore.cs", "GuideTests.cs"];

    [Fact]
    public void Every_block_of_the_guide_is_compiled_code()
    {
        var folder = Folder();
        var printed = Printed(File.ReadAllLines(Path.Combine(folder, "..", "..", "..", "src", "SmartWms.Webhooks.Conformance", "README.md")));
        var compiled = Files.SelectMany(file => Compiled(File.ReadAllLines(Path.Combine(folder, file)))).ToDictionary();

        Assert.Equal(3, printed.Count);
        Assert.Equal(compiled.OrderBy(one => one.Key), printed.OrderBy(one => one.Key));
    }

    [Fact]
    public async Task The_report_is_written_as_the_guide_says()
    {
        using var folder = new TempFolder();

        await ReportAsync(MyStore.OpenEmptyAsync, new Folders(folder), TestContext.Current.CancellationToken);

        Assert.StartsWith("# MyStore 1.0: conformant", await File.ReadAllTextAsync(folder["conformance.md"]), StringComparison.Ordinal);
        Assert.StartsWith("# MyStore 1.0: how fast", await File.ReadAllTextAsync(folder["speed.md"]), StringComparison.Ordinal);
    }

    private static async Task ReportAsync(Func<CancellationToken, Task<StoreUnderTest>> OpenAsync, Folders File, CancellationToken cancellationToken)
    {
        // snippet: report
        var report = await StoreConformance.RunAllAsync("MyStore 1.0", OpenAsync, cancellationToken);
        await File.WriteAllTextAsync("conformance.md", report.ToMarkdown(), cancellationToken);

        var speed = await StorePerformance.MeasureAsync("MyStore 1.0", OpenAsync, TimeProvider.System, cancellationToken: cancellationToken);
        await File.WriteAllTextAsync("speed.md", speed.ToMarkdown(), cancellationToken);
        // end
    }

    private static Dictionary<string, string> Printed(string[] lines) => Blocks(lines, "<!-- snippet: ", " -->", 2, "```");

    private static Dictionary<string, string> Compiled(string[] lines) => Blocks(lines, "// snippet: ", "", 1, "// end");

    private static Dictionary<string, string> Blocks(string[] lines, string before, string after, int skip, string end)
    {
        var blocks = new Dictionary<string, string>();
        for (var start = 0; start < lines.Length; start++)
        {
            if (lines[start].Trim() is var mark && mark.StartsWith(before, StringComparison.Ordinal) && mark.Length < 40)
            {
                var block = lines.Skip(start + skip).TakeWhile(line => line.Trim() != end).ToArray();
                var indent = block[0].Length - block[0].TrimStart().Length;
                blocks[mark[before.Length..^after.Length]] = string.Join('\n', block.Select(line => line.Length > indent ? line[indent..] : line.TrimStart()));
            }
        }

        return blocks;
    }

    /// <summary>Found from the running program: a deterministic build knows no path of its sources.</summary>
    private static string Folder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "SmartWms.Webhooks.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("No SmartWms.Webhooks.sln is above the tests.");
        }

        return Path.Combine(root.FullName, "tests", "SmartWms.Webhooks.Conformance.Tests", "Guide");
    }

    /// <summary>Writes where the test says, under the guide's own words.</summary>
    private sealed class Folders(TempFolder folder)
    {
        public Task WriteAllTextAsync(string name, string text, CancellationToken cancellationToken) => File.WriteAllTextAsync(folder[name], text, cancellationToken);
    }
}
