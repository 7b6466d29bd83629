using System.Net;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed class WebhookPagesTests
{
    private static readonly (string, string)[] Form =
        [("name", "ERP_Order_Sync"), ("url", "https://erp.example.com/webhooks/wms"), ("events", "order.shipped"), ("events", "inventory.low"), ("filters", "product.*"), ("headers", "X-Api-Key: first-key\nX-Site: BKK1"), ("channels", "warehouse:BKK1"), ("deadline", "7"), ("contract", "smartwms")];

    [Fact]
    public async Task A_new_webhook_is_made_and_its_secret_is_shown_in_that_answer_alone()
    {
        await using var host = await DashboardHost.StartAsync();

        var made = await host.PostAsync("webhooks/new", Form);

        Assert.Equal(HttpStatusCode.OK, made.Status);
        var secret = made.Value("secret");
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        var webhook = Assert.Single(await host.Webhooks.ListAsync(new SubscriptionQuery()));
        Assert.Equal(["order.shipped", "inventory.low", "product.*"], webhook.EventTypes);
        Assert.Equal(["X-Api-Key", "X-Site"], webhook.HeaderNames);
        Assert.Equal(["warehouse:BKK1"], webhook.Channels);
        Assert.Equal(TimeSpan.FromSeconds(7), webhook.Deadline);
        foreach (var path in new[] { "", "webhooks", $"webhooks/{webhook.Id}", $"webhooks/{webhook.Id}/settings" })
        {
            var page = await host.GetAsync(path, DashboardHost.Manager);
            Assert.DoesNotContain(secret, page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("first-key", page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refused_form_says_why_and_keeps_what_was_typed_but_no_secret()
    {
        await using var host = await DashboardHost.StartAsync();

        var page = await host.PostAsync("webhooks/new", [("name", "ERP"), ("url", "ftp://erp.example.com"), ("events", "order.shipped"), ("secret", "my-own-secret-of-16"), ("headers", "X-Api-Key: first-key")]);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("Nothing was saved.", page.Text, StringComparison.Ordinal);
        Assert.Equal("ERP", page.Value("name"));
        Assert.Matches("value=\"order.shipped\" checked", page.Html);
        Assert.DoesNotContain("my-own-secret", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("first-key", page.Html, StringComparison.Ordinal);
        Assert.Contains("type those that you changed again", page.Text, StringComparison.Ordinal);
        Assert.Empty(await host.Webhooks.ListAsync(new SubscriptionQuery()));
    }

    [Theory]
    [InlineData("url", "ftp://erp.example.com", "URL: ที่อยู่แบบ https", "Url: ")]
    [InlineData("events", "nobody.knows", "เหตุการณ์: อย่างน้อยหนึ่งรายการ", "nobody registered")]
    [InlineData("deadline", "99", "เวลารอคำตอบ: 1 ถึง 30 วินาที", "Deadline: ")]
    [InlineData("cap", "many", "ต้องเป็นตัวเลข", "whole number")]
    public async Task A_refused_form_says_the_rule_in_Thai_and_what_exactly_was_wrong(string field, string value, string rule, string words)
    {
        await using var host = await DashboardHost.StartAsync();

        var page = await host.PostAsync("webhooks/new?lang=th", [.. new[] { ("name", "ERP"), ("url", "https://erp.example.com"), ("events", "order.shipped"), ("deadline", ""), ("cap", "") }.Where(given => given.Item1 != field), (field, value)]);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains(rule, page.Text, StringComparison.Ordinal);
        Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.Equal(1, page.Text.Split(rule).Length - 1);
    }

    [Theory]
    [InlineData("headers", "X-Api-Key: another", true)]
    [InlineData("headers", "X-Api-Key:", false)]
    [InlineData("secret", "my-own-secret-of-16", true)]
    public async Task A_refused_form_asks_again_for_what_it_does_not_repeat_and_for_nothing_else(string field, string value, bool isAsked)
    {
        await using var host = await DashboardHost.StartAsync();

        var page = await host.PostAsync("webhooks/new", [("name", ""), ("url", "https://erp.example.com"), ("events", "order.shipped"), (field, value)]);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(isAsked, page.Text.Contains("type those that you changed again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_pauses_a_disabled_webhook_is_told_that_it_is_disabled()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Always("/erp", Testbed.Answer.With(410));
        var webhook = await host.SubscribeAsync(configure: form => form.Contract = "standardwebhooks");
        await host.DeliverAsync();
        await Testbed.Patience.UntilAsync(
            async () => (await host.Webhooks.FindAsync(webhook.Id))!.State == SubscriptionState.Disabled, () => "It is not disabled.");

        var pressed = await host.PostAsync($"webhooks/{webhook.Id}/pause");

        Assert.EndsWith("?failed=pause", pressed.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_change_what_was_changed_and_keep_header_values()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.PostAsync("webhooks/new", [.. Form.Where(field => field.Item1 != "url"), ("url", host.Receiver.UrlOf("/erp"))]);
        var webhook = Assert.Single(await host.Webhooks.ListAsync(new SubscriptionQuery()));

        var saved = await host.PostAsync($"webhooks/{webhook.Id}/settings", [("version", $"{webhook.Version}"), ("name", "SAP"), ("url", webhook.Url), ("events", "order.shipped"), ("headers", "X-Api-Key:"), ("contract", "smartwms")]);
        var stale = await host.PostAsync($"webhooks/{webhook.Id}/settings", [("version", $"{webhook.Version}"), ("name", "Oracle"), ("url", webhook.Url), ("events", "order.shipped")]);

        Assert.Contains("Saved.", (await host.FollowAsync(saved)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Contains("Somebody else changed", stale.Text, StringComparison.Ordinal);
        var changed = (await host.Webhooks.FindAsync(webhook.Id))!;
        Assert.Equal(("SAP", "X-Api-Key", "order.shipped"), (changed.Name, string.Join(' ', changed.HeaderNames), string.Join(' ', changed.EventTypes)));
        await host.Deliveries.SendTestAsync(webhook.Id);
        Assert.Equal("first-key", (await host.Receiver.WaitForAsync(1))[0].Header("X-Api-Key"));
    }

    [Fact]
    public async Task Send_test_goes_on_to_its_own_result()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Next("/erp", Answer.With(200), Answer.With(401, "wrong signature"));
        var webhook = await host.SubscribeAsync();

        var good = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/test"));
        var bad = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/test", [("type", "order.shipped")]));

        Assert.Contains("The test succeeded", good.Text, StringComparison.Ordinal);
        Assert.Contains(WmsEvents.WebhookTest, good.Text, StringComparison.Ordinal);
        Assert.Contains("The test failed. Why stands below.", bad.Text, StringComparison.Ordinal);
        Assert.Contains("wrong signature", bad.Text, StringComparison.Ordinal);
        Assert.Contains("The receiver answered 401: it rejects the request.", bad.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotate_shows_the_new_secret_once_and_activate_ends_the_overlap()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        var rotated = await host.PostAsync($"webhooks/{webhook.Id}/rotate", [("hours", "24")]);
        var again = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/rotate", [("hours", "24")]));
        var settings = await host.GetAsync($"webhooks/{webhook.Id}/settings", DashboardHost.Manager);
        var activated = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/activate"));

        Assert.StartsWith("whsec_", rotated.Value("secret"), StringComparison.Ordinal);
        Assert.Contains("A rotation is under way: activate it first", again.Text, StringComparison.Ordinal);
        Assert.Contains("Let the receiver accept both secrets", settings.Text, StringComparison.Ordinal);
        Assert.Contains("Only the new secret signs", activated.Text, StringComparison.Ordinal);
        Assert.Null((await host.Webhooks.FindAsync(webhook.Id))!.RotationEndsAt);
    }

    [Fact]
    public async Task Saving_another_field_leaves_what_the_form_showed_as_it_was()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync(configure: form => (form.Channels, form.Deadline) = (["owner:Acme, Ltd", "BKK\u200E1"], TimeSpan.FromSeconds(2.5)));
        var form = await host.GetAsync($"webhooks/{webhook.Id}/settings", DashboardHost.Manager);

        Assert.Equal("2.5", form.Value("deadline"));
        var channels = System.Text.RegularExpressions.Regex.Match(form.Html, """<textarea id="channels"[^>]*>([^<]*)</textarea>""").Groups[1].Value;
        await host.PostAsync($"webhooks/{webhook.Id}/settings",
        [
            ("version", System.Text.RegularExpressions.Regex.Match(form.Html, "name=\"version\" value=\"([0-9]+)\"").Groups[1].Value), ("name", "Renamed"), ("url", webhook.Url), ("filters", string.Join(',', webhook.EventTypes)),
            ("channels", WebUtility.HtmlDecode(channels)), ("deadline", form.Value("deadline")),
        ]);

        var saved = (await host.Webhooks.FindAsync(webhook.Id))!;
        Assert.Equal("Renamed", saved.Name);
        Assert.Equal(webhook.Channels, saved.Channels);
        Assert.Equal(TimeSpan.FromSeconds(2.5), saved.Deadline);
    }

    [Fact]
    public async Task The_page_that_shows_a_secret_leads_nowhere_that_would_lose_it()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        var rotated = await host.PostAsync($"webhooks/{webhook.Id}/rotate", [("hours", "24")]);

        Assert.DoesNotContain("lang=th", rotated.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/preferences", rotated.Html, StringComparison.Ordinal);
        Assert.Contains("lang=th", (await host.GetAsync()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engines_own_reasons_are_told_in_Thai()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Always("/gone", Answer.With(410)).Always("/broken", Answer.With(500));
        var paused = await host.SubscribeAsync("/one");
        await host.Webhooks.PauseAsync(paused.Id);
        var all = await host.SubscribeAsync("/two", name: "Two");
        await host.Webhooks.PauseAllAsync();
        var gone = await host.SubscribeAsync("/gone", name: "Gone", configure: form => form.Contract = "standardwebhooks");
        var broken = await host.SubscribeAsync("/broken", name: "Broken", configure: form => form.Schedule = [TimeSpan.FromSeconds(1)]);
        await host.PublishAsync();
        await Patience.UntilAsync(
            async () => (await host.Webhooks.FindAsync(gone.Id))!.State == SubscriptionState.Disabled && (await host.Webhooks.FindAsync(broken.Id))!.State == SubscriptionState.Disabled,
            () => "the receivers' answers disabled nothing");

        foreach (var webhook in new[] { paused, all, gone, broken })
        {
            var reason = (await host.Webhooks.FindAsync(webhook.Id))!.StateReason!;
            Assert.DoesNotContain(reason.TrimEnd('.'), (await host.GetAsync($"webhooks/{webhook.Id}?lang=th")).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_webhook_is_paused_with_a_reason_resumed_and_deleted()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        var paused = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/pause", [("reason", "stocktaking")]));
        var held = await host.DeliverAsync(reached: row => row.IsHeld);
        var resumed = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/resume"));
        await host.WaitForAsync(held.EventId, row => row.State == DeliveryState.Delivered);
        var deleted = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/delete"));

        Assert.Contains("stocktaking", paused.Text, StringComparison.Ordinal);
        Assert.Contains("Resume", paused.Text, StringComparison.Ordinal);
        Assert.Contains("What was held is sent now", resumed.Text, StringComparison.Ordinal);
        Assert.Contains("The webhook was deleted", deleted.Text, StringComparison.Ordinal);
        Assert.Contains("No webhooks yet", deleted.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhooks_are_filtered_and_an_empty_result_is_not_an_empty_list()
    {
        await using var host = await DashboardHost.StartAsync();
        Assert.Contains("No webhooks yet", (await host.GetAsync("webhooks")).Text, StringComparison.Ordinal);
        await host.SubscribeAsync(name: "ERP");
        await host.SubscribeAsync(name: "Shop");

        Assert.DoesNotContain("ERP", (await host.GetAsync("webhooks?text=shop")).Text, StringComparison.Ordinal);
        Assert.Contains("No webhook matches", (await host.GetAsync("webhooks?state=disabled")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalogue_describes_every_event_in_both_languages_and_for_programs()
    {
        await using var host = await DashboardHost.StartAsync();

        Assert.Contains("An order left the warehouse.", (await host.GetAsync("events")).Text, StringComparison.Ordinal);
        Assert.Contains("ออเดอร์ถูกส่งออกจากคลังแล้ว", (await host.GetAsync("events?lang=th")).Text, StringComparison.Ordinal);
        Assert.Contains("\"openapi\": \"3.1.1\"", (await host.GetAsync("events/openapi.json?contract=wms")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task This_node_drains_and_takes_work_again()
    {
        await using var host = await DashboardHost.StartAsync();

        var drained = await host.FollowAsync(await host.PostAsync("nodes/this/drain"));
        var resumed = await host.FollowAsync(await host.PostAsync("nodes/this/resume"));

        Assert.Contains("Take work again", drained.Text, StringComparison.Ordinal);
        Assert.Contains("This node takes work again", resumed.Text, StringComparison.Ordinal);
    }
}
