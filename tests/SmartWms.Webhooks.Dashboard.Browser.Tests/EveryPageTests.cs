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
    private const string Hostile = "<script>window.hacked=1</script><img src=x onerror=\"window.hacked=2\">\"'><a href=javascript:window.hacked=3>x</a> \u202Egnp.exe";

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
            await window.Page.EvaluateAsync("document.querySelectorAll('details').forEach(each => { if (!each.closest('.head')) each.open = true; })");
            await window.Page.EvaluateAsync(Axe.Value);
            var result = await window.Page.EvaluateAsync<JsonElement>("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | ')}`))");
            found.AddRange(result.EnumerateArray().Select(violation => $"/{path}: {violation.GetString()}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_viewers_and_a_strangers_pages_are_accessible_too()
    {
        await using var host = await DashboardHost.StartAsync();
        var pages = await FillAsync(host, "Partner");
        var found = new List<string>();
        foreach (var user in new[] { DashboardHost.Viewer, DashboardHost.Stranger })
        {
            await using var window = await Window.OpenAsync(host, user: user);
            foreach (var path in pages)
            {
                await window.GoAsync(path);
                await window.Page.EvaluateAsync(Axe.Value);
                var result = await window.Page.EvaluateAsync<JsonElement>("axe.run(document).then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 200)).join(' | ')}`))");
                found.AddRange(result.EnumerateArray().Select(violation => $"{user} /{path}: {violation.GetString()}"));
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task Hostile_text_in_every_field_runs_nothing_and_leads_nowhere()
    {
        await using var host = await DashboardHost.StartAsync();
        var pages = await FillAsync(host, Hostile);
        await using var window = await Window.OpenAsync(host);
        foreach (var path in pages)
        {
            await window.GoAsync(path);

            Assert.True(await window.Page.EvaluateAsync<bool>("window.hacked === undefined"), path);
            Assert.Equal(0, await window.Page.Locator("main img, main script, a[href^='javascript']").CountAsync());
        }

        await window.GoAsync("webhooks");
        await window.SeesAsync("<script>window.hacked=1</script>");
        Assert.Empty(window.Complaints);
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
        return
        [
            "", "webhooks", "webhooks?text=nobody", "webhooks/new", $"webhooks/{webhook.Id}", $"webhooks/{webhook.Id}/settings", $"webhooks/{paused.Id}/settings", $"webhooks/{disabled.Id}",
            "deliveries", "deliveries?subject=nobody", $"deliveries/{failing!.Id}", $"deliveries/{failing.Id}?failed=test", "deliveries/dlv_999", "deliveries?state=lost", "events", "nodes", "audit",
        ];
    }
}
