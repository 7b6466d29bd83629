using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Secrets;

/// <summary>R28: secrets and header values are looked for wherever they could come out, while an engine on a file does everything that it can.</summary>
public sealed class CanaryTests : IDisposable
{
    private const string Own = "CANARY-own-secret-of-the-warehouse";
    private const string Rotated = "CANARY-rotated-secret-of-the-warehouse";
    private const string Header = "Bearer CANARY-header-value-of-the-warehouse";
    private const string Changed = "Bearer CANARY-changed-header-of-the-warehouse";
    private const string Declared = "CANARY-declared-secret-of-the-warehouse";

    private readonly TempFolder _folder = new();
    private readonly Canaries _canaries = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_that_an_engine_prints_logs_measures_traces_throws_or_stores_holds_a_secret_or_a_header_value()
    {
        var key = _canaries.Seek("whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes("CANARY-key-of-32-bytes-in-a-ring")))[6..];
        foreach (var text in new[] { Own, Rotated, Header, Changed, Declared })
        {
            _canaries.Seek(text);
        }

        using var activities = new RecordingActivities(WmsWebhooksDiagnostics.ActivitySourceName);
        await using (var receiver = await ScriptedReceiver.StartAsync())
        {
            var alerts = new RecordedAlerts();
            await using var engine = await TestEngine.StartAsync(
                options => Declare(options, receiver.UrlOf("/declared")),
                builder =>
                {
                    builder.Services.AddSingleton<IWebhookAlerts>(alerts).AddHealthChecks().AddWmsWebhooks();
                    return builder.UseSqlite($"Data Source={_folder["wms.db"]};Pooling=false").ProtectSecretsWith(new WebhookKeyRing(WebhookKey.FromBase64("2026", key)));
                });
            using var meter = new RecordingMeter(WmsWebhooksDiagnostics.MeterName, engine.Services.GetRequiredService<IMeterFactory>());

            await LiveAsync(engine, receiver);
            await MistakesAsync(engine);
            _canaries.Dump("health", (await engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries.Values.Select(entry => $"{entry.Description} {string.Join(' ', entry.Data)}").ToList());
            _canaries.Dump("alerts", alerts.Raised.Snapshot());
            meter.Observe();
            _canaries.Dump("metrics", meter.Measurements.Select(measurement => $"{measurement} {string.Join(' ', measurement.Tags)}").ToList());
            Assert.NotEmpty(alerts.Raised.Snapshot());
            await engine.StopAsync();
            foreach (var line in engine.Logs.Entries)
            {
                _canaries.Look($"log {line.EventId.Id}", line.AllText);
            }

            DumpServices(engine.Services);
        }

        foreach (var activity in activities.Stopped)
        {
            _canaries.Look("trace", $"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(entry => entry.Tags))} {string.Join(' ', activity.Baggage)}");
        }

        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            _canaries.Look($"file {Path.GetFileName(file)}", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancellation)));
        }

        Assert.Equal([], _canaries.Found.Distinct());
        Assert.True(_canaries.Looked > 500, $"only {_canaries.Looked} texts were looked through");
    }

    [Theory]
    [InlineData("a log line: " + Own)]
    [InlineData("a header: " + Header)]
    public void A_canary_that_comes_out_is_found(string text)
    {
        _canaries.Seek(Own);
        _canaries.Seek(Header);
        _canaries.Look("here", text);
        _canaries.Look("base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Own)));
        _canaries.Dump("a record", new Leaky(Own));
        _canaries.Dump("a list", new[] { new { Inner = new { Value = Header } } });

        Assert.Equal(["a list[0] as text", "a list[0].Inner as text", "a list[0].Inner.Value as text", "a record as JSON", "a record as text", "a record in a debugger", "a record.Value as text", "base64", "here"],
            _canaries.Found.Order(StringComparer.Ordinal));
    }

    // Without sealing and masking they would come out: the same search over what may hold them.
    [Fact]
    public async Task Where_they_may_come_out_they_do()
    {
        _canaries.Seek(Own);
        await using (var engine = await TestEngine.StartAsync(build: builder => builder.UseSqlite($"Data Source={_folder["wms.db"]};Pooling=false")))
        {
            var made = await engine.Webhooks.CreateAsync(new NewWebhookSubscription { Name = "erp", Url = "http://127.0.0.1:9999/", EventTypes = ["*"], Secret = Own }, Cancellation);
            _canaries.Look("creation", made.Secret.Reveal());
            using var export = new MemoryStream();
            await engine.Webhooks.ExportAsync(export, cancellationToken: Cancellation);
            _canaries.Look("export", Encoding.UTF8.GetString(Convert.FromBase64String(System.Text.RegularExpressions.Regex.Match(Encoding.UTF8.GetString(export.ToArray()), "\"sealed\":\"([^\"]+)\"").Groups[1].Value.Replace("\\u002B", "+", StringComparison.Ordinal))));
        }

        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            _canaries.Look("file", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancellation)));
        }

        Assert.Equal(["creation", "export", "file"], _canaries.Found.Distinct());
    }

    private sealed record Leaky(string Value);

    private static void Declare(WmsWebhooksOptions options, string url) =>
        options.Webhooks["declared"] = new DeclaredWebhook { Url = url, Secret = Declared, EventTypes = ["*"], Headers = new Dictionary<string, string> { ["Authorization"] = Header }, Contract = "wms" };

    private async Task LiveAsync(TestEngine engine, ScriptedReceiver receiver)
    {
        var made = await engine.Webhooks.CreateAsync(
            new NewWebhookSubscription { Name = "erp", Url = receiver.UrlOf("/hook?site=bkk"), EventTypes = ["*"], Secret = Own, Headers = { ["Authorization"] = Header } }, Cancellation);
        var generated = await engine.Webhooks.CreateAsync(new NewWebhookSubscription { Name = "shop", Url = receiver.UrlOf("/shop"), EventTypes = ["*"], Schedule = [TimeSpan.FromDays(1)] }, Cancellation);
        _canaries.Seek(generated.Secret.Reveal());
        var dead = await engine.Webhooks.CreateAsync(
            new NewWebhookSubscription { Name = "dead", Url = receiver.UrlOf("/dead"), EventTypes = ["order.cancelled"], Secret = Own, Schedule = [TimeSpan.FromSeconds(1)] }, Cancellation);
        _canaries.Dump("created", made);
        receiver.Next("/hook", Answer.With(500, "broken")).Always("/dead", Answer.With(500));

        _canaries.Dump("published", await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }, cancellationToken: Cancellation));
        _canaries.Dump("published", await engine.Dispatcher.PublishAsync(WmsEvents.OrderCancelled, new { orderId = "ord_1" }, cancellationToken: Cancellation));
        _canaries.Dump("preview", await engine.Dispatcher.PreviewAsync(NewWebhookEvent.FromJson(WmsEvents.OrderShipped, "{}"u8.ToArray()), Cancellation));
        _canaries.Dump("test", await engine.Deliveries.SendTestAsync(made.Id, cancellationToken: Cancellation));
        _canaries.Dump("updated", await engine.Webhooks.UpdateAsync(
            made.Id, new WebhookSubscriptionUpdate { Headers = new Dictionary<string, string?> { ["Authorization"] = Changed } }, (await engine.Webhooks.FindAsync(made.Id, cancellationToken: Cancellation))!.Version, cancellationToken: Cancellation));
        var rotated = await engine.Webhooks.RotateSecretAsync(made.Id, Rotated, cancellationToken: Cancellation);
        _canaries.Dump("rotated", rotated);
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_2" }, cancellationToken: Cancellation);
        _canaries.Dump("activated", await engine.Webhooks.ActivateSecretAsync(made.Id, cancellationToken: Cancellation));
        await Patience.UntilAsync(
            async () => (await engine.Webhooks.FindAsync(dead.Id, cancellationToken: Cancellation))!.State == SubscriptionState.Disabled,
            () => "the dead webhook is not disabled");
        _canaries.Dump("enabled", await engine.Webhooks.EnableAsync(dead.Id, cancellationToken: Cancellation));
        _canaries.Dump("paused", await engine.Webhooks.PauseAsync(generated.Id, "stock-taking", cancellationToken: Cancellation));
        await engine.Webhooks.ResealAsync(Cancellation);

        var rows = await engine.WaitForAsync(page => page.Count(row => row.State == DeliveryState.Delivered) >= 4);
        await engine.Deliveries.ResendAsync(rows.First(row => row.State == DeliveryState.Delivered).Id, cancellationToken: Cancellation);
        _canaries.Dump("list", await engine.Deliveries.ListAsync(new DeliveryQuery(), Cancellation));
        foreach (var row in await engine.Deliveries.ListAsync(new DeliveryQuery(), Cancellation))
        {
            _canaries.Dump("log", await engine.Deliveries.FindAsync(row.Id, cancellationToken: Cancellation));
        }

        _canaries.Dump("webhooks", await engine.Webhooks.ListAsync(new SubscriptionQuery(), Cancellation));
        using var export = new MemoryStream();
        await engine.Webhooks.ExportAsync(export, cancellationToken: Cancellation);
        _canaries.Look("export", Encoding.UTF8.GetString(export.ToArray()));
        Assert.Contains(receiver.Requests, request => request.Header("Authorization") == Changed);
    }

    /// <summary>Every public door with something wrong and a secret in it.</summary>
    private async Task MistakesAsync(TestEngine engine)
    {
        var webhooks = engine.Webhooks;
        var form = new NewWebhookSubscription { Name = "", Url = "ftp://erp", EventTypes = ["no such"], Secret = "whsec_" + Own, Headers = { ["Host"] = Header }, Contract = "none", Rate = new RateLimit(0, default) };
        var missing = new SubscriptionId(999);
        var first = (await webhooks.ListAsync(new SubscriptionQuery(), Cancellation))[0];
        await ThrowsAsync(() => webhooks.CreateAsync(form, Cancellation));
        await ThrowsAsync(() => webhooks.CreateAsync(new NewWebhookSubscription { Name = "a", Url = "https://a:" + Own + "@erp.example.com/", EventTypes = ["*"] }, Cancellation));
        await ThrowsAsync(() => webhooks.CreateAsync(new NewWebhookSubscription { Name = "a", Url = "https://erp.example.com/", EventTypes = ["*"], Headers = { ["X-A: " + Header] = Header + "\r\n" } }, Cancellation));
        await ThrowsAsync(() => webhooks.UpdateAsync(missing, new WebhookSubscriptionUpdate { Headers = new Dictionary<string, string?> { ["Host"] = Header } }, 1, cancellationToken: Cancellation));
        await ThrowsAsync(() => webhooks.UpdateAsync(first.Id, new WebhookSubscriptionUpdate { Headers = new Dictionary<string, string?> { ["X-A"] = Header + "\n" } }, first.Version, cancellationToken: Cancellation));
        await ThrowsAsync(() => webhooks.RotateSecretAsync(first.Id, "whsec_" + Own, cancellationToken: Cancellation));
        await ThrowsAsync(() => webhooks.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes("{\"format\":1,\"sealed\":\"" + Own + "\"}")), Cancellation));
        await ThrowsAsync(() => engine.Deliveries.SendTestAsync(first.Id, "no.such", cancellationToken: Cancellation));
        await ThrowsAsync(() => TestEngine.StartAsync(options => options.Webhooks["bad"] = new DeclaredWebhook { Secret = Own, Url = "ftp://erp", Headers = new Dictionary<string, string> { ["Host"] = Header } }));
        await ThrowsAsync(() => Task.FromResult(WebhookKey.FromBase64("2026", Own)));
        await ThrowsAsync(() => Task.FromResult(new WebhookKeyRing(new WebhookKey("2027", RandomNumberGenerator.GetBytes(32))).Unprotect(Encoding.UTF8.GetBytes("{\"Current\":\"" + Own + "\"}"))));
    }

    private async Task ThrowsAsync(Func<Task> act)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(act);
        _canaries.Look($"an exception ({error.GetType().Name})", $"{error} {string.Join(' ', error.Data.Values.Cast<object>())}");
    }

    /// <summary>What a debugger finds in the container: options, the ring, every public service.</summary>
    private void DumpServices(IServiceProvider services)
    {
        foreach (var type in typeof(WmsWebhooksOptions).Assembly.GetExportedTypes())
        {
            if (services.GetService(type) is { } service && service is not WmsWebhooksOptions)
            {
                _canaries.Dump($"service {type.Name}", service);
            }
        }
    }
}
