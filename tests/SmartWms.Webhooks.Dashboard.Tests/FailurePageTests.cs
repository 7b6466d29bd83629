using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>Only the engine's own rules are the reader's fault; an error of a database driver or of the host is logged and not shown.</summary>
public sealed class FailurePageTests
{
    [Theory]
    [InlineData("webhooks?after=x", "'after' is an id such as whk_17.")]
    [InlineData("deliveries?before=x", "'before' is an id such as dlv_17.")]
    [InlineData("deliveries?webhook=x", "'webhook' is an id such as whk_17.")]
    [InlineData("audit?before=x", "'before' is a number such as 17.")]
    public async Task A_page_that_no_list_has_is_refused(string path, string why)
    {
        await using var host = await DashboardHost.StartAsync();

        var page = await host.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains(why, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_of_an_action_is_not_said_again_in_another_language_or_theme()
    {
        await using var host = await DashboardHost.StartAsync();

        var page = await host.GetAsync("webhooks?text=erp&done=pausedAll&count=3&failed=moved");

        Assert.Contains("notice good", page.Html, StringComparison.Ordinal);
        Assert.Contains("?text=erp&amp;lang=th\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("name=\"back\" value=\"/admin/webhooks/webhooks?text=erp\"", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    [InlineData("cross-site", false)]
    [InlineData("same-site", false)]
    public async Task A_link_on_somebody_elses_page_puts_no_words_into_ours(string site, bool isSaid)
    {
        await using var host = await DashboardHost.StartAsync();

        var done = await host.GetAsync("webhooks?done=deleted", headers: ("Sec-Fetch-Site", site));
        var failed = await host.GetAsync("webhooks?failed=moved", headers: ("Sec-Fetch-Site", site));

        Assert.Equal((isSaid, isSaid), (done.Html.Contains("notice good", StringComparison.Ordinal), failed.Html.Contains("notice bad", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("webhooks/new")]
    [InlineData("webhooks/whk_1/settings")]
    [InlineData("webhooks/whk_1/rotate")]
    public async Task An_argument_error_of_other_code_is_500_logged_and_says_nothing_of_itself(string path)
    {
        using var logs = new RecordingLogs();
        var protector = new BreakableProtector();
        await using var host = await DashboardHost.StartAsync(engine =>
        {
            engine.Services.AddSingleton<ILoggerProvider>(logs);
            engine.Services.AddSingleton<IWebhookSecretProtector>(protector);
            engine.UseInMemory();
        });
        var webhook = await host.SubscribeAsync();
        protector.IsBroken = true;

        var page = await host.PostAsync(path, [("name", "ERP"), ("url", webhook.Url), ("events", "order.shipped"), ("version", $"{webhook.Version}"), ("hours", "0")]);

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.DoesNotContain("CANARY", page.Html, StringComparison.Ordinal);
        Assert.IsType<ArgumentException>(Assert.Single(logs.WithId(5000)).Exception);
    }

    private sealed class BreakableProtector : IWebhookSecretProtector
    {
        public bool IsBroken { get; set; }

        public byte[] Protect(ReadOnlySpan<byte> plain) => IsBroken ? throw new ArgumentException("Host=db;Password=CANARY") : plain.ToArray();

        public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes) => sealedBytes.ToArray();
    }
}
