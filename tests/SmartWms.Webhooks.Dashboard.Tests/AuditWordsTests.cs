using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed class AuditWordsTests
{
    [Fact]
    public async Task Details_are_told_in_the_readers_language()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync(tenant: "acme");
        await host.Webhooks.UpdateAsync(webhook.Id, new WebhookSubscriptionUpdate { Name = "SAP", Url = host.Receiver.UrlOf("/sap"), Deadline = TimeSpan.FromSeconds(3) }, webhook.Version);
        var delivery = await host.DeliverAsync("acme");
        await host.Deliveries.ResendAsync(delivery.Id);
        await host.Deliveries.RecoverAsync(webhook.Id, new DateTimeOffset(2026, 5, 28, 9, 30, 0, TimeSpan.Zero));
        await host.Deliveries.SendTestAsync(webhook.Id, WmsEvents.OrderShipped);
        await host.Webhooks.ImportAsync(new MemoryStream());

        var thai = await host.GetAsync("audit?lang=th");
        var english = await host.GetAsync("audit");

        Assert.Contains("ชื่อ, URL ปลายทาง, เวลารอคำตอบ", thai.Text, StringComparison.Ordinal);
        Assert.Contains("0 รายการ ตั้งแต่ 28 พ.ค. 2026 09:30:00", thai.Text, StringComparison.Ordinal);
        Assert.Contains("0 webhook", thai.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\b(?:since|imported|rows|deadline|eventTypes)\b", thai.Text);
        Assert.Contains("Name, URL, Deadline", english.Text, StringComparison.Ordinal);
        Assert.Contains("0 since 28 May 2026 09:30:00", english.Text, StringComparison.Ordinal);
        Assert.Contains(delivery.Id.ToString(), english.Text, StringComparison.Ordinal);
        Assert.Contains(WmsEvents.OrderShipped, thai.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_that_was_erased_is_told_in_the_readers_language()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync(tenant: "acme");
        await ((IWebhookTenants)host.Services.GetService(typeof(IWebhookTenants))!).EraseAsync("acme");

        var thai = await host.GetAsync("audit?lang=th");

        Assert.Contains("1 แถว", thai.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhooks_own_pages_lead_to_what_was_done_to_it()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        foreach (var suffix in new[] { "", "/settings" })
        {
            Assert.Contains($"href=\"{DashboardHost.Mount}/audit?webhook={webhook.Id}\"", (await host.GetAsync($"webhooks/{webhook.Id}{suffix}")).Html, StringComparison.Ordinal);
        }
    }
}
