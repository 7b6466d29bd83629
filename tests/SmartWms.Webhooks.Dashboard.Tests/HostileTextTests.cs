using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed class HostileTextTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public async Task Whatever_partners_people_and_the_host_wrote_is_shown_as_text(string language)
    {
        await using var host = await HostileText.StartAsync();
        foreach (var path in await HostileText.FillAsync(host))
        {
            var page = await host.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}", DashboardHost.Manager);

            Assert.DoesNotMatch("(?i)<script>|<img|<b>|href=\"\\s*javascript", page.Html);
            Assert.DoesNotMatch("(?i)<[^>]* on[a-z]+=", Regex.Replace(page.Html, "=\"[^\"]*\"", "=\"\""));

            // A field to edit holds what is stored: saving it unchanged must change nothing.
            var text = (page with { Html = Regex.Replace(page.Html, "(?s)<textarea.*?</textarea>", "") }).Text;
            foreach (var tricky in "\u202E\u2066\u001b\u0000\u0007")
            {
                Assert.False(text.Contains(tricky, StringComparison.Ordinal), $"/{path} shows U+{(int)tricky:X4}");
            }
        }
    }

    /// <summary>So that the test above is about what it says: each of these texts stands on its page, readable.</summary>
    [Theory]
    [InlineData("events", "d1 <script>window.hacked=1")]
    [InlineData("events?lang=th", "d2 <script>window.hacked=1")]
    [InlineData("webhooks/new", "d1 <script>window.hacked=1")]
    [InlineData("nodes", "<script>window.hacked=4")]
    [InlineData("audit", "actor <script>window.hacked=1")]
    [InlineData("audit", "deleted <script>window.hacked=1")]
    [InlineData("", "<script>window.hacked=4</script>\"'><b>javascript:x\uFFFD")]
    [InlineData("webhooks", "<script>window.hacked=4</script>\"'><b>javascript:x\uFFFD")]
    [InlineData("deliveries", "\uFFFDgnp.exe")]
    public async Task Each_of_them_is_readable_where_it_belongs(string path, string words)
    {
        await using var host = await HostileText.StartAsync();
        await HostileText.FillAsync(host);

        Assert.Contains(words, (await host.GetAsync(path, DashboardHost.Manager)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_somebody_signed_in_with_is_text_too()
    {
        await using var host = await DashboardHost.StartAsync();

        var page = await host.GetAsync(user: "<script>window.hacked=1</script>");

        Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
        Assert.Contains("signed in as \"<script>window.hacked=1</script>\"", page.Text, StringComparison.Ordinal);
    }
}
