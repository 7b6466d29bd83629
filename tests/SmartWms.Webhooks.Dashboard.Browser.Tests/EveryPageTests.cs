using System.Text.Json;
using Deque.AxeCore.Commons;
using SmartWms.Webhooks.Dashboard.Tests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Browser.Tests;

/// <summary>What holds for every page, in both themes and languages.</summary>
public sealed class EveryPageTests
{
    private static readonly Lazy<string> Axe = new(() =>
    {
        var assembly = typeof(AxeResult).Assembly;
        using var script = assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().Single(name => name.EndsWith("axe.min.js", StringComparison.Ordinal)))!;
        using var reader = new StreamReader(script);
        return reader.ReadToEnd();
    });

    [Theory]
    [InlineData("en", false)]
    [InlineData("en", true)]
    [InlineData("th", false)]
    [InlineData("th", true)]
    public async Task Axe_finds_nothing_and_the_browser_blocks_nothing(string language, bool isDark)
    {
        await using var host = await DashboardHost.StartAsync();
        var pages = await FillAsync(host, "Partner & Sons");
        await using var window = await Window.OpenAsync(host, language, isDark);
        var found = new List<string>();
        foreach (var path in pages)
        {
            await window.GoAsync(path);
            found.AddRange(await FindAsync(window, path));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData("en", false)]
    [InlineData("en", true)]
    [InlineData("th", false)]
    [InlineData("th", true)]
    public async Task What_answers_a_form_is_accessible_too(string language, bool isDark)
    {
        var words = Texts.Texts.Of(language);
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        await using var window = await Window.OpenAsync(host, language, isDark);
        var found = new List<string>();

        await window.GoAsync("webhooks/new");
        await FillInAsync(window, words, "ftp://erp.example.com/");
        await window.SendAsync(words["form.create"]);
        await window.SeesAsync(words["form.refused"]);
        found.AddRange(await FindAsync(window, "a refused form"));

        await FillInAsync(window, words, "https://erp.example.com/");
        await window.SendAsync(words["form.create"]);
        await window.SeesAsync(words["secret.once"]);
        found.AddRange(await FindAsync(window, "a secret, shown once"));

        await window.GoAsync($"webhooks/{webhook.Id}/settings");
        await window.Page.Locator("summary", new() { HasTextString = words["rotate.do"] }).ClickAsync();
        await window.SendAsync(words["confirm.yes", words["rotate.do"]]);
        await window.SeesAsync(words["secret.rotated"]);
        found.AddRange(await FindAsync(window, "a new secret"));

        await window.GoAsync($"webhooks/{webhook.Id}/settings");
        await host.Webhooks.UpdateAsync(webhook.Id, new Subscriptions.WebhookSubscriptionUpdate { Name = "Faster" }, (await host.Webhooks.FindAsync(webhook.Id))!.Version);
        await window.SendAsync(words["form.save"]);
        await window.SeesAsync(words["form.conflict"]);
        found.AddRange(await FindAsync(window, "a conflict"));

        await window.GoAsync($"webhooks/{webhook.Id}/settings");
        await window.Page.Locator("input[name=version]").First.EvaluateAsync("field => field.remove()");
        await window.SendAsync(words["form.save"]);
        await window.SeesAsync(words["error.back"]);
        found.AddRange(await FindAsync(window, "an error with a way back"));

        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData("en", false)]
    [InlineData("en", true)]
    [InlineData("th", false)]
    [InlineData("th", true)]
    public async Task A_viewers_and_a_strangers_pages_are_accessible_too(string language, bool isDark)
    {
        await using var host = await DashboardHost.StartAsync();
        var pages = await FillAsync(host, "Partner");
        var found = new List<string>();
        foreach (var user in new[] { DashboardHost.Viewer, DashboardHost.Stranger })
        {
            await using var window = await Window.OpenAsync(host, language, isDark, user);
            foreach (var path in pages)
            {
                await window.GoAsync(path);
                found.AddRange(await FindAsync(window, $"{user} {path}"));
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task Hostile_text_in_every_field_runs_nothing_and_leads_nowhere()
    {
        await using var host = await HostileText.StartAsync();
        var pages = await HostileText.FillAsync(host);
        await using var window = await Window.OpenAsync(host);
        foreach (var path in pages)
        {
            await window.GoAsync(path);

            Assert.True(await window.Page.EvaluateAsync<bool>("window.hacked === undefined"), path);
            Assert.Equal(0, await window.Page.Locator("main img, main script, main b, a[href^='javascript']").CountAsync());
        }

        foreach (var path in new[] { "webhooks", "events", "nodes", "audit" })
        {
            await window.GoAsync(path);
            await window.SeesAsync("<script>window.hacked=");
        }

        Assert.Empty(window.Complaints);
    }

    private static async Task FillInAsync(Window window, Texts.Texts words, string url)
    {
        await window.Page.GetByLabel(words["field.name"], new() { Exact = true }).FillAsync("ERP");
        await window.Page.GetByLabel(words["field.url"], new() { Exact = true }).FillAsync(url);
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Checkbox, new() { Name = "order.shipped" }).CheckAsync();
    }

    /// <summary>What axe finds on the page as it is, with everything folded out.</summary>
    private static async Task<IEnumerable<string>> FindAsync(Window window, string page)
    {
        await window.Page.EvaluateAsync("document.querySelectorAll('details').forEach(each => { if (!each.closest('.head')) each.open = true; })");
        await window.Page.EvaluateAsync(Axe.Value);
        var result = await window.Page.EvaluateAsync<JsonElement>("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | ')}`))");
        return [.. result.EnumerateArray().Select(violation => $"/{page}: {violation.GetString()}")];
    }

    /// <summary>Fills every field that is stored, and gives every page there is something to see on.</summary>
    private static async Task<string[]> FillAsync(DashboardHost host, string text)
    {
        var kept = new string([.. text.Where(letter => !char.IsControl(letter))]);
        host.Receiver.Always("/erp", Answer.With(500, text + "\0\u0007")).Always("/off", Answer.With(410, text));
        var webhook = await host.SubscribeAsync(name: kept, configure: form =>
        {
            form.Headers["X-Api-Key"] = "very-secret-key";
            form.Channels.Add("warehouse:BKK1");
        });
        var paused = await host.SubscribeAsync("/paused", name: "Shop");
        await host.Webhooks.PauseAsync(paused.Id, kept);
        var disabled = await host.SubscribeAsync("/off", name: "Carrier", configure: form => form.Contract = "standardwebhooks");
        await host.Dispatcher.PublishAsync([NewWebhookEvent.FromJson(WmsEvents.OrderShipped, JsonSerializer.SerializeToUtf8Bytes(new { text }), new() { Subject = kept, Channels = ["warehouse:BKK1"] })]);
        await host.Webhooks.RotateSecretAsync(paused.Id);
        DeliverySummary? failing = null;
        await Patience.UntilAsync(
            async () => (failing = (await host.Deliveries.ListAsync(new DeliveryQuery { Subscription = webhook.Id })).FirstOrDefault(row => row.Attempts > 0)) is not null
                && (await host.Webhooks.FindAsync(disabled.Id))!.State == Subscriptions.SubscriptionState.Disabled,
            () => "it was not tried");
        var deleted = await host.SubscribeAsync("/deleted", name: "Gone");
        var ofDeleted = await host.WaitForAsync(await host.PublishAsync(), row => row.Subscription == deleted.Id && row.FinishedAt is not null);
        await host.Webhooks.DeleteAsync(deleted.Id);
        await host.Webhooks.UpdateAsync(webhook.Id, new Subscriptions.WebhookSubscriptionUpdate { Url = host.Receiver.UrlOf("/moved") }, (await host.Webhooks.FindAsync(webhook.Id))!.Version);
        return
        [
            "", "webhooks", "webhooks?text=nobody", "webhooks/new", $"webhooks/{webhook.Id}", $"webhooks/{webhook.Id}/settings", $"webhooks/{paused.Id}/settings", $"webhooks/{disabled.Id}",
            $"webhooks/{paused.Id}?failed=reason", $"webhooks/{webhook.Id}?done=recovered&count=3", "deliveries", "deliveries?subject=nobody", $"deliveries/{failing!.Id}", $"deliveries/{failing.Id}?failed=test", "deliveries/dlv_999", "deliveries?state=lost", "events", "nodes", "audit", $"audit?webhook={webhook.Id}", $"deliveries/{ofDeleted.Id}",
        ];
    }
}
