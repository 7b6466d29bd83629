using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>A host whose every stored and registered text is written by somebody who wants to run something, lead somewhere, or turn the reading direction around.</summary>
internal static class HostileText
{
    /// <summary>For fields that refuse control characters.</summary>
    public const string Line = "<script>window.hacked=1</script><img src=x onerror=\"window.hacked=2\">\"'><a href=javascript:window.hacked=3>x</a> \u202Egnp.exe\u2066";

    /// <summary>Short enough for a node's name and a tenant.</summary>
    public const string Short = "<script>window.hacked=4</script>\"'><b>javascript:x\u202E";

    /// <summary>With what ends a string or rings a terminal's bell.</summary>
    public const string Whole = Line + "\0\u0007\u001b[31m";

    public const string EventType = "dock.opened";

    public static Task<DashboardHost> StartAsync() => DashboardHost.StartAsync(engine =>
    {
        engine.UseInMemory();
        engine.AddEventType(new WebhookEventType
        {
            Name = EventType,
            Group = Whole,
            Description = "d1 " + Whole,
            DescriptionThai = "d2 " + Whole,
            Shapes = new Dictionary<string, WebhookEventShape> { ["smartwms"] = new("{\"description\":" + JsonSerializer.Serialize(Whole) + "}", "{\"x\":" + JsonSerializer.Serialize(Whole) + "}") },
        });
        engine.Services.Configure<WmsWebhooksOptions>(options => options.Pump.NodeName = Short + "\0\u0007");
    });

    /// <summary>Fills every field that is stored.</summary>
    /// <returns>The pages that show them.</returns>
    public static async Task<string[]> FillAsync(DashboardHost host)
    {
        using var actor = WebhookActor.Begin("actor " + Whole);
        host.Receiver.Always("/erp", Answer.With(500, Whole)).Always("/broken", Answer.With(500, Whole));
        var webhook = await host.SubscribeAsync(tenant: Short, name: Line, configure: form =>
        {
            form.EventTypes = ["*"];
            form.Headers["X-Api-Key"] = Short.Replace("\u202E", "", StringComparison.Ordinal);
            form.Channels.Add(Short);
            form.Secret = "an own secret <script>";
        });
        var deleted = await host.SubscribeAsync("/deleted", Short, "deleted " + Line, form => form.EventTypes = ["*"]);
        var broken = await host.SubscribeAsync("/broken", Short, "broken " + Line, form => form.EventTypes = ["*"]);
        await host.Dispatcher.PublishAsync([NewWebhookEvent.FromJson(EventType, JsonSerializer.SerializeToUtf8Bytes(new { x = Whole }), new() { TenantId = Short, Subject = Line, Channels = [Short] })]);
        DeliverySummary? failing = null;
        await Patience.UntilAsync(
            async () => (failing = (await host.Deliveries.ListAsync(new DeliveryQuery { Subscription = webhook.Id })).FirstOrDefault(row => row.Attempts > 0)) is not null
                && (await host.Webhooks.FindAsync(broken.Id))!.FirstFailureAt is not null,
            () => "it was not tried");
        await host.Deliveries.ResendAsync(failing!.Id);
        await host.Webhooks.PauseAsync(webhook.Id, Line);
        await host.Webhooks.DeleteAsync(deleted.Id);
        var asked = Uri.EscapeDataString(Line);
        return
        [
            "", "webhooks", "webhooks/new", $"webhooks/{webhook.Id}", $"webhooks/{webhook.Id}/settings", "deliveries", $"deliveries/{failing.Id}", "events", "nodes", "audit", $"audit?webhook={webhook.Id}",
            $"deliveries?subject={asked}", $"webhooks?text={Uri.EscapeDataString(Whole)}", $"deliveries?state={asked}", $"deliveries?done={asked}&failed={asked}",
        ];
    }
}
