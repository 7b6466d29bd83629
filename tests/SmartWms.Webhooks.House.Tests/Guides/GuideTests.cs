using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.House.Tests.Guides;

public sealed partial class GuideTests
{
    private static readonly IReadOnlyList<GuidePage> English = Pages("en");
    private static readonly IReadOnlyList<GuidePage> Thai = [.. Pages("th").Where(page => page.Name != "README.md")];      // it lies among them, but is the other half of the one at the top

    private static (GuidePage English, GuidePage Thai) Readme { get; } = (GuidePage.Of("README.md"), GuidePage.Of("src", "Guides", "th", "README.md"));

    private static GuidePage Index { get; } = GuidePage.Of("src", "Guides", "README.md");

    private static GuidePage Samples { get; } = GuidePage.Of("samples", "README.md");

    private static HashSet<int> LoggedIds { get; } = Repository.Packages.SelectMany(package => LogEventIds.Of(Shipped.Load(package))).Select(message => message.EventId).ToHashSet();

    private static IEnumerable<(GuidePage English, GuidePage Thai)> Pairs =>
        English.Join(Thai, english => english.Name, thai => thai.Name, (english, thai) => (english, thai)).Append(Readme);

    [Fact]
    public void Both_languages_have_the_same_pages()
    {
        Assert.NotEmpty(English);
        Assert.Equal(English.Select(page => page.Name), Thai.Select(page => page.Name));
    }

    [Fact]
    public void Both_languages_have_the_same_headings() =>
        Complaints.None(Pairs.Where(pair => !pair.English.HeadingLevels.SequenceEqual(pair.Thai.HeadingLevels))
            .Select(pair => $"{pair.English.Name}: {string.Join(' ', pair.English.HeadingLevels)}, in Thai {string.Join(' ', pair.Thai.HeadingLevels)}"));

    [Fact]
    public void Both_languages_show_the_same_blocks() =>
        Complaints.None(Pairs.Where(pair => !pair.English.Fences.SequenceEqual(pair.Thai.Fences))
            .Select(pair => $"{pair.English.Name}: {pair.English.Fences.Zip(pair.Thai.Fences).FirstOrDefault(both => both.First != both.Second).First?.Text ?? "another number of blocks"}"));

    [Fact]
    public void Both_languages_say_the_same_names_and_numbers() =>
        Complaints.None(Pairs.Where(pair => !pair.English.Facts.SequenceEqual(pair.Thai.Facts))
            .Select(pair => $"{pair.English.Name}: only in English {Difference(pair.English, pair.Thai)}; only in Thai {Difference(pair.Thai, pair.English)}"));

    [Fact]
    public void Every_page_is_short() =>
        Complaints.None(English.Concat(Thai).Where(page => page.Text.Split('\n').Length > 140).Select(page => page.Path));

    [Fact]
    public void Every_link_leads_to_a_file_that_exists_and_to_a_heading_in_it() =>
        Complaints.None(
            from page in (GuidePage[])[.. English, .. Thai, Readme.English, Readme.Thai, Index, Samples]
            from link in page.RelativeLinks
            let target = Path.Combine(Repository.Root, Path.GetDirectoryName(page.Path)!, link.File)
            where !Path.Exists(target) || (link.Anchor.Length > 0 && !GuidePage.Parse(link.File, File.ReadAllText(target)).Anchors.Contains(link.Anchor))
            select $"{page.Path}: {link.File}#{link.Anchor}");

    [Fact]
    public void The_index_names_every_page() =>
        Complaints.None(English.Select(page => $"en/{page.Name}").Concat(Thai.Select(page => $"th/{page.Name}")).Concat(["../../README.md", "th/README.md"])
            .Except(Index.RelativeLinks.Select(link => link.File)));

    [Fact]
    public void Every_csharp_block_is_compiled_code() =>
        Complaints.None(
            from page in English
            from fence in page.Fences
            where fence.Language == "csharp"
            let complaint = CompiledSnippets.OfThisProject.Complaint(page.Path, fence)
            where complaint is not null
            select complaint);

    [Fact]
    public void Every_block_has_a_language_that_is_checked_or_is_no_code() =>
        Complaints.None(from page in English from fence in page.Fences where fence.Language is not ("csharp" or "bash" or "json" or "text" or "http") select $"{page.Path}: '{fence.Language}'");

    [Fact]
    public void Every_compiled_snippet_is_printed() =>
        Complaints.None(CompiledSnippets.OfThisProject.Names.Except(English.SelectMany(page => page.Fences).Select(fence => fence.Snippet)));

    [Fact]
    public async Task Every_printed_configuration_starts_a_host()
    {
        var configurations = English.SelectMany(page => page.Fences).Where(fence => fence.Language == "json" && fence.Text.Contains("\"WmsWebhooks\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(configurations);
        foreach (var fence in configurations)
        {
            var application = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            application.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(fence.Text)));
            if (fence.Text.Contains("\"erp\"", StringComparison.Ordinal))
            {
                application.Configuration.AddInMemoryCollection([new("WmsWebhooks:Webhooks:erp:Secret", "a-secret-of-the-erp")]);     // as its environment variable would
            }

            application.Services.AddWmsWebhooks(application.Configuration.GetSection("WmsWebhooks")).UseInMemory();
            using var host = application.Build();
            await host.StartAsync(TestContext.Current.CancellationToken);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void Thai_pages_are_in_Thai_with_Gregorian_years() =>
        Complaints.None(Thai.Append(Readme.Thai).Where(page => page.Prose.Count(letter => letter is >= '\u0E00' and <= '\u0E7F') < 500 || BuddhistYear().IsMatch(page.Text)).Select(page => page.Path));

    [Fact]
    public void Troubleshooting_names_every_failure_class()
    {
        var text = English.Single(page => page.Name == "troubleshooting.md").Text;

        Complaints.None(Enum.GetNames<FailureClass>().Where(name => name != nameof(FailureClass.None) && !text.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_log_event_id_that_is_named_exists()
    {
        Complaints.None(
            from page in English.Where(page => page.Name is "metrics.md" or "operating.md")
            from id in LogIds(page)
            where !LoggedIds.Contains(id)
            select $"{page.Path}: {id}");
    }

    [Fact]
    public void The_page_of_metrics_names_every_log_event_id_once() =>
        Assert.Equal(LoggedIds.Order(), LogIds(English.Single(page => page.Name == "metrics.md")).Order());

    [Fact]
    public void The_index_of_the_samples_names_every_sample() =>
        Complaints.None(Directory.EnumerateDirectories(Path.Combine(Repository.Root, "samples")).Select(folder => Path.GetFileName(folder))
            .Except(Samples.RelativeLinks.Select(link => link.File.Split('/')[0])));

    private static IEnumerable<int> LogIds(GuidePage page) =>
        LogId().Matches(page.Prose).Select(match => int.Parse(match.Groups["id"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));

    private static string Difference(GuidePage page, GuidePage other) =>
        string.Join(' ', page.Facts.CountBy(fact => fact).Except(other.Facts.CountBy(fact => fact)).Select(fact => $"{fact.Key} ({fact.Value})"));

    private static IReadOnlyList<GuidePage> Pages(string language) =>
        [.. Repository.Files("*.md", "src", "Guides", language).Select(file => GuidePage.Parse($"src/Guides/{language}/{file.Name}", file.Text))];

    [GeneratedRegex(@"\b25[5-7]\d\b|พ\.ศ\.")]
    private static partial Regex BuddhistYear();

    /// <summary>Rows of tables of log ids begin with one or several of them.</summary>
    [GeneratedRegex(@"(?<=^\|[ \d,]*)\b(?<id>[1-5]\d{3})\b(?=[ \d,]*\|)", RegexOptions.Multiline)]
    private static partial Regex LogId();
}
