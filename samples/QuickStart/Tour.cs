using System.Diagnostics;
using System.Globalization;
using System.Net;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;

namespace QuickStart;

/// <summary>Both sides on this machine: webhooks, the documents' events, a receiver that fails and recovers, the log.</summary>
internal sealed class Tour(Page page, DatabaseFile database)
{
    private const string OwnEventType = "cycle_count.finished";
    private readonly List<string> _missing = [];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var receiver = await LoopbackReceiver.StartAsync(cancellationToken);
        await using var engine = await Engine.StartAsync(database, Loopback, OwnEventType, cancellationToken);
        page.Title("SmartWms.Webhooks quick start");
        page.Fact("store", database.Words);
        page.Fact("receiver", $"{receiver.Url}, verifying with WebhookVerifier");

        await RegisterAsync(engine, receiver, cancellationToken);
        await ShowOneAsync("2. order.shipped, as the English document prints it", engine, receiver, DocumentEvents.EnglishExample(engine.Tenant), cancellationToken);
        await ShowOneAsync("3. order.shipped, as the Thai document prints it", engine, receiver, DocumentEvents.ThaiExample(engine.Tenant), cancellationToken);
        await ShowOthersAsync(engine, receiver, cancellationToken);
        await ShowRecoveryAsync(engine, receiver, cancellationToken);
        await ShowLogAsync(engine, cancellationToken);
        return End(Stopwatch.GetElapsedTime(started));
    }

    // A webhook leads to the public internet by https unless its host says otherwise, in code, as here.
    private static AddressPolicy Loopback { get; } = new() { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };

    private async Task RegisterAsync(Engine engine, LoopbackReceiver receiver, CancellationToken cancellationToken)
    {
        page.Heading("1. Three webhooks, each with a secret of its own");
        var english = await engine.SubscribeAsync(
            new() { Name = "ERP_Order_Sync", Url = receiver.Url + "/erp", Contract = "smartwms", EventTypes = [.. DocumentEvents.English], Channels = [DocumentEvents.EnglishChannel] },
            cancellationToken);
        var thai = await engine.SubscribeAsync(
            new() { Name = "ERP_Bangkok", Url = receiver.Url + "/erp-th", Contract = "wms", EventTypes = [.. DocumentEvents.Thai], Channels = [DocumentEvents.ThaiChannel] },
            cancellationToken);
        var counts = await engine.SubscribeAsync(
            new()
            {
                Name = "Stock_Counts",
                Url = receiver.Url + "/counts",
                Contract = "standardwebhooks",
                EventTypes = [OwnEventType],
                Schedule = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)],
            },
            cancellationToken);

        // What a person does who copies the secret from the form that shows it once.
        receiver.Know("/erp", SignatureScheme.SmartWms, english.Secret);
        receiver.Know("/erp-th", SignatureScheme.Wms, thai.Secret);
        receiver.Know("/counts", SignatureScheme.StandardWebhooks, counts.Secret, failures: 2);

        var table = new Table("id", "name", "contract", "asks for", "channel?");
        foreach (var webhook in new[] { english.Webhook, thai.Webhook, counts.Webhook })
        {
            var types = webhook.EventTypes.Count == 1 ? webhook.EventTypes[0] : $"{webhook.EventTypes.Count} event types";
            table.Add(webhook.Id.ToString(), webhook.Name, webhook.Contract, types, string.Join(' ', webhook.Channels));
        }

        page.Table(table);
    }

    private async Task ShowOneAsync(string heading, Engine engine, LoopbackReceiver receiver, NewWebhookEvent webhookEvent, CancellationToken cancellationToken)
    {
        page.Heading(heading);
        var published = await engine.Dispatcher.PublishAsync(webhookEvent, cancellationToken);
        page.Fact("published", $"{published.EventId}, durable, for {published.Deliveries} webhook");
        var arrival = (await receiver.NextAsync(1, cancellationToken))[0];
        page.Fact("received", $"POST {arrival.Path}");
        foreach (var (name, value) in arrival.Headers.Where(IsOurs))
        {
            page.Fact("", $"{name}: {value}");
        }

        page.Fact("body", arrival.Body);
        page.Fact("verified", arrival.Verification.ToString());
        Expect(arrival.Verification == WebhookVerification.Valid && arrival.EventId == published.EventId, $"{published.EventId} arrives verified");
    }

    private async Task ShowOthersAsync(Engine engine, LoopbackReceiver receiver, CancellationToken cancellationToken)
    {
        page.Heading("4. Every other event of both documents, and Send Test");
        var events = DocumentEvents.Others(engine);
        var published = await engine.Dispatcher.PublishAsync(events, cancellationToken);
        var arrivals = await receiver.NextAsync(published.Sum(one => one.Deliveries), cancellationToken);
        var verified = arrivals.Count(arrival => arrival.Verification == WebhookVerification.Valid);
        page.Fact("published", $"{published.Count} events in one batch, all or none");
        page.Fact("received", $"{arrivals.Count} requests, {verified} of them verified");
        Expect(
            verified == events.Count && arrivals.Select(arrival => arrival.EventId).ToHashSet().SetEquals(published.Select(one => one.EventId)),
            "every event of both documents arrives verified");

        var english = (await engine.WaitForLogAsync(log => log.Count > 0, cancellationToken))[^1].Subscription;
        var test = await engine.Deliveries.SendTestAsync(english, cancellationToken: cancellationToken);
        var tested = (await receiver.NextAsync(1, cancellationToken))[0];
        page.Fact("send test", $"{test.Attempt.StatusCode} in {Words.Milliseconds(test.Attempt.Latency)}, logged as {test.Delivery}");
        Expect(test.Succeeded && tested.Verification == WebhookVerification.Valid, "the test request arrives verified");
    }

    private async Task ShowRecoveryAsync(Engine engine, LoopbackReceiver receiver, CancellationToken cancellationToken)
    {
        page.Heading("5. A receiver that fails twice and recovers (schedule: 1 s, 1 s)");
        var published = await engine.Dispatcher.PublishAsync(
            OwnEventType, new { Location = "A-01-02", Counted = 47, Expected = 48 }, new WebhookPublishOptions { TenantId = engine.Tenant }, cancellationToken);
        page.Fact("published", $"{published.EventId}, {OwnEventType}, a type of this host's own");
        var arrivals = await receiver.NextAsync(3, cancellationToken);

        var log = await engine.WaitForLogAsync(rows => rows.Any(row => row.EventId == published.EventId && row.FinishedAt is not null), cancellationToken);
        var delivery = (await engine.Deliveries.FindAsync(log.Single(row => row.EventId == published.EventId).Id, cancellationToken: cancellationToken))!;
        foreach (var attempt in delivery.Attempts)
        {
            page.Fact(Words.Time(attempt.StartedAt), $"{attempt.StatusCode}  {attempt.Rule}");
        }

        Expect(
            arrivals.All(arrival => arrival.Verification == WebhookVerification.Valid && arrival.EventId == published.EventId && arrival.Body == arrivals[0].Body),
            "each attempt arrives verified, with the same id and bytes");
        Expect(
            delivery.Attempts.Select(attempt => attempt.StatusCode).SequenceEqual([500, 500, 200]) && delivery.Delivery is { State: DeliveryState.Delivered, Retries: 2 },
            "two failures are followed by a success");
    }

    private async Task ShowLogAsync(Engine engine, CancellationToken cancellationToken)
    {
        page.Heading("6. The delivery log");
        var log = await engine.WaitForLogAsync(rows => rows.All(row => row.FinishedAt is not null), cancellationToken);
        var table = new Table("time?", "delivery", "event type", "webhook?", "result", "code", "latency", "retries");
        foreach (var row in log.Take(10))
        {
            table.Add(
                Words.Time(row.CreatedAt), row.Id.ToString(), row.EventType, row.Subscription.ToString(), Words.Of(row.State), Words.Number(row.StatusCode),
                Words.Milliseconds(row.Latency), Words.Number(row.Retries));
        }

        page.Table(table);
        var delivered = log.Count(row => row.State == DeliveryState.Delivered);
        page.Line($"The newest 10 of {log.Count} deliveries; {delivered} succeeded.");
        Expect(log.Count == DocumentEvents.English.Count + DocumentEvents.Thai.Count + 2 && delivered == log.Count, "every delivery is in the log as a success");
    }

    private int End(TimeSpan time)
    {
        if (_missing.Count > 0)
        {
            page.End($"Not everything happened: {string.Join("; ", _missing)}.", isGood: false);
            return ExitCode.NotShown;
        }

        page.End(string.Create(CultureInfo.InvariantCulture, $"All of this happened, in {time.TotalSeconds:0.0} s."), isGood: true);
        return ExitCode.Shown;
    }

    private void Expect(bool happened, string what)
    {
        if (!happened)
        {
            _missing.Add($"\"{what}\" did not");
        }
    }

    private static bool IsOurs(KeyValuePair<string, string> header) =>
        header.Key is "User-Agent" or "Content-Type"
        || header.Key.StartsWith("X-", StringComparison.OrdinalIgnoreCase)
        || header.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase);
}
