using System.Net;
using System.Text.RegularExpressions;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>What the engine refuses is told as a sentence in the reader's language.</summary>
public sealed class GuardedActionTests
{
    [Theory]
    [InlineData("en", "Another test is still under way")]
    [InlineData("th", "การทดสอบอื่นยังดำเนินอยู่")]
    public async Task A_second_test_while_one_is_under_way(string language, string words)
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        host.Receiver.Next("/erp", Answer.Hanging);
        var first = host.PostAsync($"webhooks/{webhook.Id}/test");
        await host.Receiver.WaitForAsync(1);

        var second = await host.PostAsync($"webhooks/{webhook.Id}/test");
        host.Receiver.Release();
        await first;

        Assert.Equal(HttpStatusCode.SeeOther, second.Status);
        Assert.Contains(words, (await host.GetAsync($"{second.Location}&lang={language}", DashboardHost.Manager)).Text, StringComparison.Ordinal);
        Assert.Equal(1, host.Receiver.Count);
    }

    [Theory]
    [InlineData("en", "they stay with the host that they were given for")]
    [InlineData("th", "ค่าเหล่านี้ใช้กับโฮสต์เดิมเท่านั้น")]
    public async Task A_header_value_that_would_follow_the_url_to_another_host(string language, string words)
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync(configure: form => form.Headers["X-Api-Key"] = "CANARY-42");
        (string, string)[] moved = [("version", $"{webhook.Version}"), ("name", "ERP"), ("url", "https://elsewhere.example.com/hook"), ("events", "order.shipped"), ("contract", "smartwms")];

        var kept = await host.PostAsync($"webhooks/{webhook.Id}/settings?lang={language}", [.. moved, ("headers", "X-Api-Key:")]);
        var given = await host.PostAsync($"webhooks/{webhook.Id}/settings", [.. moved, ("headers", "X-Api-Key: another")]);

        Assert.Equal(HttpStatusCode.BadRequest, kept.Status);
        Assert.Contains(words, kept.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", kept.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, given.Status);
    }

    [Fact]
    public async Task A_second_rotation_from_the_same_page()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var page = await host.GetAsync($"webhooks/{webhook.Id}/settings", DashboardHost.Manager);
        var version = Regex.Match(page.Html, "action=\"[^\"]*/rotate\".*?name=\"version\" value=\"([0-9]+)\"", RegexOptions.Singleline).Groups[1].Value;

        var first = await host.PostAsync($"webhooks/{webhook.Id}/rotate", [("hours", "0"), ("version", version)]);
        var second = await host.PostAsync($"webhooks/{webhook.Id}/rotate", [("hours", "0"), ("version", version)]);

        Assert.Equal($"{webhook.Version}", version);
        var shown = first.Value("secret");
        Assert.Contains("Somebody else changed this webhook meanwhile", (await host.FollowAsync(second)).Text, StringComparison.Ordinal);
        Assert.Equal("…" + shown[^4..], (await host.Webhooks.FindAsync(webhook.Id))!.SecretHint);
    }

    [Fact]
    public async Task An_activation_from_a_page_that_is_older_than_the_secret()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        await host.Webhooks.RotateSecretAsync(webhook.Id);
        var page = await host.GetAsync($"webhooks/{webhook.Id}/settings", DashboardHost.Manager);
        var version = Regex.Match(page.Html, "action=\"[^\"]*/activate\".*?name=\"version\" value=\"([0-9]+)\"", RegexOptions.Singleline).Groups[1].Value;
        await host.Webhooks.RotateSecretAsync(webhook.Id, overlap: TimeSpan.Zero);
        await host.Webhooks.RotateSecretAsync(webhook.Id);

        var refused = await host.PostAsync($"webhooks/{webhook.Id}/activate", [("version", version)]);

        Assert.Contains("Somebody else changed this webhook meanwhile", (await host.FollowAsync(refused)).Text, StringComparison.Ordinal);
        Assert.NotNull((await host.Webhooks.FindAsync(webhook.Id))!.RotationEndsAt);
    }

    [Fact]
    public async Task A_form_that_was_refused_because_somebody_was_faster_is_refused_again_until_the_page_is_opened_anew()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        await host.Webhooks.UpdateAsync(webhook.Id, new WebhookSubscriptionUpdate { Name = "By somebody else" }, webhook.Version);
        (string, string)[] fields = [("name", "Mine"), ("url", webhook.Url), ("events", "order.shipped"), ("contract", "smartwms")];

        var first = await host.PostAsync($"webhooks/{webhook.Id}/settings", [("version", $"{webhook.Version}"), .. fields]);
        var again = await host.PostAsync($"webhooks/{webhook.Id}/settings", [("version", Regex.Match(first.Html, "name=\"version\" value=\"([0-9]+)\"").Groups[1].Value), .. fields]);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (first.Status, again.Status));
        Assert.Equal("By somebody else", (await host.Webhooks.FindAsync(webhook.Id))!.Name);
    }

    [Fact]
    public async Task A_deletion_of_a_webhook_that_somebody_changed_meanwhile()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        await host.Webhooks.PauseAsync(webhook.Id);

        var refused = await host.PostAsync($"webhooks/{webhook.Id}/delete", [("version", $"{webhook.Version}")]);

        Assert.Contains("Somebody else changed this webhook meanwhile", (await host.FollowAsync(refused)).Text, StringComparison.Ordinal);
        Assert.Equal(SubscriptionState.Paused, (await host.Webhooks.FindAsync(webhook.Id))!.State);
    }
}
