using System.Text.RegularExpressions;
using SmartWms.Webhooks.Dashboard.Texts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed partial class TextsTests
{
    private static readonly Texts.Texts English = Texts.Texts.Of("en");
    private static readonly Texts.Texts Thai = Texts.Texts.Of("th");

    [Fact]
    public void Both_languages_say_everything() => Assert.Equal(English.Keys.Order(StringComparer.Ordinal), Thai.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Both_languages_fill_in_the_same_values() =>
        Assert.All(English.Keys, key => Assert.Equal(Holes().Matches(English[key]).Select(hole => hole.Value).Order(), Holes().Matches(Thai[key]).Select(hole => hole.Value).Order()));

    [Fact]
    public void What_is_Thai_is_in_Thai()
    {
        var same = English.Keys.Where(key => English[key] == Thai[key] && English[key].Any(char.IsLetter)).ToList();

        // The documents' own words for columns and buttons, and names.
        Assert.All(same, key => Assert.Matches("^(column|resend|test|nav.webhooks|keys.webhooks|webhooks|webhook.deliveries|csv|answer|field.secret|events.schema|reason.since)", key));
    }

    [Fact]
    public void Thai_has_one_word_for_a_secret() => Assert.Equal([], Thai.Keys.Where(key => Thai[key].Contains("รหัสลับ", StringComparison.Ordinal)));

    [Fact]
    public void Every_word_that_a_page_asks_for_is_there()
    {
        var source = Directory.EnumerateFiles(SourceFolder(), "*.*", SearchOption.AllDirectories)
            .Where(file => (file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)) && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var asked = source.SelectMany(file => Asked().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Where(key => !key.Contains('{', StringComparison.Ordinal)).ToHashSet();

        Assert.True(asked.Count > 200, $"{asked.Count} keys were found");
        Assert.Equal([], asked.Where(key => !English.Has(key)));
    }

    [Fact]
    public void Every_state_failure_and_reason_has_a_word()
    {
        var keys = Enum.GetNames<FailureClass>().SelectMany(name => new[] { $"failure.{name}", $"failure.short.{name}" })
            .Concat(Enum.GetNames<DeliveryState>().Select(name => $"state.{name}"))
            .Concat(Enum.GetNames<SubscriptionState>().Select(name => $"webhook.{name}"))
            .Concat(Enum.GetNames<AttemptTrigger>().Select(name => $"trigger.{name}"))
            .Concat(Enum.GetNames<AfterLastAttempt>().Select(name => $"promise.{name}"))
            .Concat(Enum.GetNames<NodeRole>().Select(name => $"nodes.{name}")).Concat(Enum.GetNames<AuditAction>().Select(name => $"audit.{name}"));

        Assert.Equal([], keys.Where(key => !English.Has(key)));
    }

    [Fact]
    public void Years_are_Gregorian_in_Thai_too()
    {
        var time = new DateTimeOffset(2026, 5, 28, 9, 30, 5, TimeSpan.Zero);
        var bangkok = TimeZoneInfo.CreateCustomTimeZone("BKK", TimeSpan.FromHours(7), "BKK", "BKK");

        Assert.Equal("28 พ.ค. 2026 16:30:05", new Moments(bangkok, Thai, time).Text(time));
        Assert.Equal("28 May 2026 09:30:05", new Moments(TimeZoneInfo.Utc, English, time).Text(time));
        Assert.Equal("2026-05-28T16:30", new Moments(bangkok, English, time).Field(time));
        Assert.Equal(time.AddSeconds(-5), new Moments(bangkok, English, time).Parse("2026-05-28T16:30"));
        Assert.Equal(time, new Moments(bangkok, English, time).Parse(Moments.Iso(time)));
    }

    [Theory]
    [InlineData(0, "now")]
    [InlineData(-30, "30 s ago")]
    [InlineData(300, "in 5 min")]
    [InlineData(-7200, "2 h ago")]
    [InlineData(-360000, "4 days ago")]
    public void A_distance_is_told_in_its_largest_unit(int seconds, string told)
    {
        var now = new DateTimeOffset(2026, 5, 28, 9, 30, 5, TimeSpan.Zero);

        Assert.Equal(told, new Moments(TimeZoneInfo.Utc, English, now).Relative(now.AddSeconds(seconds)));
    }

    [Theory]
    [InlineData("webhooks?lang=th", "", "", "th")]
    [InlineData("webhooks", "wms_webhooks_lang=th", "en", "th")]
    [InlineData("webhooks", "", "th-TH,th;q=0.9,en;q=0.8", "th")]
    [InlineData("webhooks", "", "fr,en;q=0.5", "en")]
    [InlineData("webhooks?lang=xx", "wms_webhooks_lang=xx", "", "en")]
    public async Task The_address_then_the_cookie_then_the_browser_say_the_language(string path, string cookie, string accepted, string language)
    {
        await using var host = await DashboardHost.StartAsync();

        var page = await host.GetAsync(path, headers: [("Cookie", cookie), ("Accept-Language", accepted)]);

        Assert.Contains($"<html lang=\"{language}\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_theme_is_kept_and_leads_nowhere_else()
    {
        await using var host = await DashboardHost.StartAsync();

        var chosen = await host.PostAsync("preferences", [("theme", "dark"), ("back", $"{DashboardHost.Mount}/webhooks?state=active")], DashboardHost.Viewer);
        var elsewhere = await host.PostAsync("preferences", [("theme", "dark"), ("back", "//evil.example.com/")], DashboardHost.Viewer);

        Assert.Equal($"{DashboardHost.Mount}/webhooks?state=active", chosen.Location);
        Assert.StartsWith("wms_webhooks_theme=dark", chosen.Headers["Set-Cookie"], StringComparison.Ordinal);
        Assert.Equal(DashboardHost.Mount, elsewhere.Location);
        Assert.Contains("data-theme=\"dark\"", (await host.GetAsync(headers: ("Cookie", "wms_webhooks_theme=dark"))).Html, StringComparison.Ordinal);
    }

    private static string SourceFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "SmartWms.Webhooks.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "src", "SmartWms.Webhooks.Dashboard");
    }

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Holes();

    [GeneratedRegex("""(?:\b[Tt]|texts)\[\$?"([^"]+)""")]
    private static partial Regex Asked();
}
