using System.Net;
using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed class DeletedWebhookTests
{
    [Theory]
    [InlineData("")]
    [InlineData("deliveries")]
    [InlineData("deliveries/{delivery}")]
    [InlineData("audit")]
    [InlineData("audit?webhook={webhook}")]
    public async Task A_deleted_webhook_keeps_its_name_where_the_log_tells_of_it_and_no_link_leads_to_nothing(string path)
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync("/other", name: "Other");
        host.Receiver.Always("/erp", Testbed.Answer.With(500));
        var webhook = await host.SubscribeAsync(name: "Gone_ERP", configure: form => (form.Contract, form.Schedule) = ("wms", [TimeSpan.FromSeconds(1)]));
        var eventId = await host.PublishAsync();
        var delivery = await host.WaitForAsync(eventId, row => row.Subscription == webhook.Id && row.FinishedAt is not null);
        await host.Webhooks.DeleteAsync(webhook.Id);

        var page = await host.GetAsync(path.Replace("{delivery}", delivery.Id.ToString(), StringComparison.Ordinal).Replace("{webhook}", webhook.Id.ToString(), StringComparison.Ordinal));

        Assert.Contains("Gone_ERP (deleted)", page.Text, StringComparison.Ordinal);
        foreach (var link in Regex.Matches(page.Html, "<main.*</main>", RegexOptions.Singleline).SelectMany(main => Regex.Matches(main.Value, "href=\"(/[^\"#]*)\"")).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct())
        {
            Assert.True((await host.GetAsync(link, DashboardHost.Manager)).Status == HttpStatusCode.OK, link);
        }
    }

    [Fact]
    public async Task Another_tenants_deleted_webhook_has_no_name()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync(tenant: "acme", name: "Secret_of_acme");
        await host.Webhooks.DeleteAsync(webhook.Id);

        Assert.DoesNotContain("Secret_of_acme", (await host.GetAsync($"audit?webhook={webhook.Id}", tenant: "other")).Html, StringComparison.Ordinal);
    }
}
