using Microsoft.Playwright;
using SmartWms.Webhooks.Dashboard.Tests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Browser.Tests;

/// <summary>The documents' four stories, as a person clicks through them, in both languages.</summary>
public sealed class StoryTests
{
    [Theory]
    [InlineData("en", true)]
    [InlineData("th", true)]
    [InlineData("en", false)]
    public async Task A_person_creates_a_webhook_and_the_receiver_verifies_its_signature_with_the_secret_shown(string language, bool runsScripts)
    {
        var words = Texts.Texts.Of(language);
        await using var host = await DashboardHost.StartAsync();
        await using var window = await Window.OpenAsync(host, language, runsScripts: runsScripts);
        await window.GoAsync("webhooks");
        await window.FollowAsync(words["webhooks.new"]);
        await window.Page.GetByLabel(words["field.name"], new() { Exact = true }).FillAsync("ERP_Order_Sync");
        await window.Page.GetByLabel(words["field.url"], new() { Exact = true }).FillAsync(host.Receiver.UrlOf("/erp"));
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "order.shipped" }).CheckAsync();
        await window.SendAsync(words["form.create"]);
        await window.SeesAsync(words["secret.once"]);
        var secret = await window.Page.GetByLabel(words["field.secret"], new() { Exact = true }).InputValueAsync();
        await window.FollowAsync(words["secret.kept"]);
        await window.SeesAsync(words["deliveries.empty.title"]);

        await host.PublishAsync();

        var request = (await host.Receiver.WaitForAsync(1))[0];
        var verifier = WebhookVerifier.For(SignatureScheme.SmartWms, secret);
        Assert.Equal(WebhookVerification.Valid, verifier.Verify(request.Body.Span, request.HeaderValues, request.ArrivedAt));
        Assert.DoesNotContain(secret, await window.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData("en", true)]
    [InlineData("th", true)]
    [InlineData("en", false)]
    public async Task A_person_sees_why_a_delivery_failed_and_resends_it_once_the_partner_is_mended(string language, bool runsScripts)
    {
        var words = Texts.Texts.Of(language);
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Next("/erp", Answer.With(500, "ORA-00060: deadlock"));
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync(subject: "SO-2024-77", reached: row => row.Attempts == 1);
        await using var window = await Window.OpenAsync(host, language, runsScripts: runsScripts);
        await window.GoAsync();
        await window.Page.GetByRole(AriaRole.Searchbox).FillAsync("SO-2024-77");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.SeesAsync("ORA-00060: deadlock");
        await window.Page.Locator($"#{delivery.Id} .when a").ClickAsync();
        await window.SeesAsync(words["failure.ServerError", 500]);

        await window.SendAsync(words["resend.do"]);

        await window.SeesAsync(words["done.resent"]);
        await host.WaitForAsync(delivery.EventId, row => row.State == DeliveryState.Delivered);
        if (!runsScripts)
        {
            await window.Page.ReloadAsync();
        }

        await window.SeesAsync(words["delivery.delivered", 2]);
        await window.SeesAsync(words["trigger.Resend"]);
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData("en", true)]
    [InlineData("th", true)]
    [InlineData("en", false)]
    public async Task A_person_sends_a_test_and_reads_its_result(string language, bool runsScripts)
    {
        var words = Texts.Texts.Of(language);
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Next("/erp", Answer.Ok, Answer.With(401, "bad signature"));
        var webhook = await host.SubscribeAsync();
        await using var window = await Window.OpenAsync(host, language, runsScripts: runsScripts);
        await window.GoAsync($"webhooks/{webhook.Id}");

        await window.SendAsync(words["test.do"]);

        await window.SeesAsync(words["done.test"]);
        await window.GoAsync($"webhooks/{webhook.Id}");
        await window.Page.GetByLabel(words["test.type"]).SelectOptionAsync("order.shipped");
        await window.SendAsync(words["test.do"]);
        await window.SeesAsync(words["failed.test"]);
        await window.SeesAsync("bad signature");
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData("en", true)]
    [InlineData("th", true)]
    [InlineData("en", false)]
    public async Task A_disabled_webhook_is_found_on_the_first_page_enabled_and_drained(string language, bool runsScripts)
    {
        var words = Texts.Texts.Of(language);
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Always("/erp", Answer.With(500));
        var webhook = await host.SubscribeAsync(configure: form => form.Schedule = [TimeSpan.FromSeconds(1)]);
        var failed = await host.DeliverAsync(reached: row => row.State == DeliveryState.Failed);
        var held = await host.DeliverAsync(subject: "SO-2", reached: row => row.IsHeld);
        host.Receiver.Always("/erp", Answer.Ok);
        await using var window = await Window.OpenAsync(host, language, runsScripts: runsScripts);
        await window.GoAsync();
        await window.SeesAsync(words["overview.one"]);
        await window.FollowAsync(webhook.Name);

        await window.SendAsync(words["enable.do"]);

        await window.SeesAsync(words["done.enabled"]);
        await host.WaitForAsync(held.EventId, row => row.State == DeliveryState.Delivered);
        await window.Page.Locator("summary", new() { HasTextString = words["recover.do"] }).ClickAsync();
        await window.SendAsync(words["confirm.yes", words["recover.do"]]);
        await window.SeesAsync(words["done.recovered", 1]);
        await host.WaitForAsync(failed.EventId, row => row.State == DeliveryState.Delivered);
        Assert.Equal(SubscriptionState.Active, (await host.Webhooks.FindAsync(webhook.Id))!.State);
        Assert.Empty(window.Complaints);
    }
}
