using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Hosting;

/// <summary>R37, R28.</summary>
public sealed class ObservabilityTests
{
    [Fact]
    public async Task Every_instrument_reports_and_no_tag_names_an_id_or_URL()
    {
        await using var engine = await TimedEngine.StartAsync();
        using var meter = new RecordingMeter(WmsWebhooksDiagnostics.MeterName, engine.Engine.Services.GetRequiredService<IMeterFactory>());
        await engine.SubscribeAsync();
        engine.Receiver.Next("/hook", Answer.With(500));
        await engine.PublishAsync("evt_1");
        await engine.PublishAsync("evt_1");
        var delivery = (await engine.OnlyAsync()).Id;
        await engine.AttemptedAsync(delivery, 1);
        engine.Advance(TimeSpan.FromMinutes(1));
        await engine.AttemptedAsync(delivery, 2);
        meter.Observe();

        Assert.Equal(1, meter.Total("wms.webhooks.published"));
        Assert.Equal(["ServerError", "Accepted"], meter.Of("wms.webhooks.attempts").Select(measurement => measurement.Tags.Single().Value));
        Assert.Equal(2, meter.Of("wms.webhooks.attempt.duration").Count);
        Assert.Equal([0, 0], meter.Of("wms.webhooks.delivery.lag").Select(measurement => measurement.Value));
        Assert.NotEmpty(meter.Of("wms.webhooks.backlog"));
        Assert.NotEmpty(meter.Of("wms.webhooks.backlog.age"));
        Assert.All(meter.Measurements.SelectMany(measurement => measurement.Tags), tag => Assert.Equal("outcome", tag.Key));
    }

    [Fact]
    public async Task Publishing_is_a_span_and_each_attempt_another_that_links_to_it()
    {
        await using var engine = await TimedEngine.StartAsync();
        using var parent = new Activity("an order ships").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var spans = new RecordingActivities(
            WmsWebhooksDiagnostics.ActivitySourceName, span => span.TraceId == parent.TraceId || span.Links.Any(link => link.Context.TraceId == parent.TraceId));
        await engine.SubscribeAsync();

        await engine.PublishAsync();
        var publish = await spans.WaitForAsync(span => span.DisplayName == "publish order.shipped");
        var deliver = await spans.WaitForAsync(span => span.DisplayName == "deliver order.shipped");

        Assert.Equal((ActivityKind.Producer, parent.SpanId), (publish.Kind, publish.ParentSpanId));
        Assert.Equal((ActivityKind.Client, default(ActivitySpanId)), (deliver.Kind, deliver.ParentSpanId));
        Assert.NotEqual(parent.TraceId, deliver.TraceId);
        Assert.Equal(publish.SpanId, Assert.Single(deliver.Links).Context.SpanId);
        Assert.Equal((200, ActivityStatusCode.Unset, null), (deliver.GetTagItem("http.response.status_code"), deliver.Status, deliver.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_failed_attempt_and_a_refused_publish_are_errors_and_a_test_has_a_span_too()
    {
        await using var engine = await TimedEngine.StartAsync();
        using var parent = new Activity("an order ships").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var spans = new RecordingActivities(
            WmsWebhooksDiagnostics.ActivitySourceName, span => span.TraceId == parent.TraceId || span.Links.Any(link => link.Context.TraceId == parent.TraceId));
        var webhook = await engine.SubscribeAsync();
        engine.Receiver.Next("/hook", Answer.With(503));
        await engine.PublishAsync("evt_1");
        var failed = await spans.WaitForAsync(span => span.DisplayName == "deliver order.shipped");
        await Assert.ThrowsAsync<WebhookEventConflictException>(() => engine.Engine.Dispatcher.PublishAsync(
            WmsEvents.OrderShipped, new { orderId = "another" }, new WebhookPublishOptions { EventId = "evt_1" }));
        var refused = await spans.WaitForAsync(span => span.DisplayName == "publish order.shipped" && span.Status == ActivityStatusCode.Error);
        engine.Receiver.Next("/hook", Answer.Aborted);
        await engine.Deliveries.SendTestAsync(webhook);
        var test = await spans.WaitForAsync(span => span.DisplayName == "deliver webhook.test");

        Assert.Equal((503, ActivityStatusCode.Error, "Unavailable"), (failed.GetTagItem("http.response.status_code"), failed.Status, failed.GetTagItem("error.type")));
        Assert.Equal(typeof(WebhookEventConflictException).FullName, refused.GetTagItem("error.type"));
        Assert.Equal((null, ActivityStatusCode.Error, "ConnectionLost"), (test.GetTagItem("http.response.status_code"), test.Status, test.GetTagItem("error.type")));
    }

    [Fact]
    public async Task Each_step_is_logged_with_its_id()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync(configure: form => form.Schedule = [TimeSpan.FromSeconds(1)]);
        engine.Receiver.Always("/hook", Answer.With(500));
        await engine.PublishAsync("evt_1");
        await engine.PublishAsync("evt_1");
        var delivery = (await engine.OnlyAsync()).Id;
        await engine.AttemptedAsync(delivery, 1);
        engine.Advance(TimeSpan.FromSeconds(1));
        await engine.AttemptedAsync(delivery, 2);
        await engine.Webhooks.EnableAsync(webhook);
        await engine.Engine.Logs.WaitForAsync(line => line.EventId.Id == 1802);
        await engine.Engine.StopAsync();

        Assert.Empty(new[] { 1000, 1001, 1202, 1203, 1400, 1600, 1601, 1800, 1801, 1802 }.Except(engine.Engine.Logs.Entries.Select(line => line.EventId.Id)));
    }

    // R28: secrets, custom header values, and what a receiver answered.
    [Fact]
    public async Task No_log_line_holds_a_secret_a_header_value_a_URLs_query_or_an_answer()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync(
            "/hook?token=canary1", form => (form.Secret, form.Headers["X-Api-Key"]) = ("canary2-a-long-secret", "canary3"));
        engine.Receiver.Always("/hook", Answer.With(500, "canary4", ("X-Answer", "canary5")));
        await engine.Engine.Dispatcher.PublishAsync([NewWebhookEvent.FromJson(Protocol.WmsEvents.OrderShipped, "\"canary6\""u8.ToArray())]);
        await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);
        var test = await engine.Deliveries.SendTestAsync(webhook);
        await engine.Webhooks.RotateSecretAsync(webhook, "canary7-a-long-secret");

        Assert.Equal("canary4"u8.ToArray(), test.Attempt.Answer);
        Assert.DoesNotContain("canary", string.Join('\n', engine.Engine.Logs.Entries.Select(line => line.AllText)), StringComparison.Ordinal);
        Assert.DoesNotContain("canary2", (await engine.WebhookAsync(webhook)).ToString(), StringComparison.Ordinal);
    }
}
