using System.Diagnostics;
using System.Globalization;
using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Sending;

/// <summary>CONTRACT, "Request" and "Body".</summary>
public sealed class RequestTests
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    public static TheoryData<string, string, string[]> Contracts { get; } = new()
    {
        { "smartwms", "SmartWMS", ["X-SmartWMS-Signature"] },
        { "wms", "WMS", ["X-WMS-Signature"] },
        { "standardwebhooks", "Webhook", [] },
    };

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task A_request_carries_exactly_the_contracts_headers(string contract, string prefix, string[] signature)
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => (form.Contract, form.Secret, form.Headers["X-Api-Key"]) = (contract, Secret, "k"));

        var published = await engine.PublishAsync();
        var request = (await engine.Receiver.WaitForAsync(1))[0];
        var delivery = await engine.OnlyAsync();

        string[] expected =
        [
            "Host", "Content-Type", "Content-Length", "User-Agent", "X-Api-Key", $"X-{prefix}-Event", $"X-{prefix}-Delivery", $"X-{prefix}-Attempt",
            .. signature, "webhook-id", "webhook-timestamp", "webhook-signature",
        ];
        Assert.Equal(expected.Order(StringComparer.OrdinalIgnoreCase), request.Headers.Select(header => header.Key).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal("POST", request.Method);
        Assert.Equal("application/json; charset=utf-8", request.Header("Content-Type"));
        Assert.Matches(@"^SmartWms\.Webhooks/\d+\.\d+\.\d+$", request.Header("User-Agent"));
        Assert.Equal(("order.shipped", delivery.Id.ToString(), "1", "k"),
            (request.Header($"X-{prefix}-Event"), request.Header($"X-{prefix}-Delivery"), request.Header($"X-{prefix}-Attempt"), request.Header("X-Api-Key")));
        Assert.Equal((published.EventId, engine.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), (request.Header("webhook-id"), request.Header("webhook-timestamp")));
        foreach (var scheme in signature.Length == 0 ? [SignatureScheme.StandardWebhooks] : new[] { contract == "wms" ? SignatureScheme.Wms : SignatureScheme.SmartWms, SignatureScheme.StandardWebhooks })
        {
            Assert.Equal(WebhookVerification.Valid, WebhookVerifier.For(scheme, Secret).Verify(request.Body.ToArray(), request.HeaderValues, engine.Now));
        }
    }

    [Fact]
    public async Task A_secret_without_whsec_signs_no_Standard_Webhooks_signature()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => form.Secret = "a-secret-of-some-length");

        await engine.PublishAsync();
        var request = (await engine.Receiver.WaitForAsync(1))[0];

        Assert.NotNull(request.Header("webhook-timestamp"));
        Assert.Null(request.Header("webhook-signature"));
    }

    [Fact]
    public async Task A_host_can_turn_the_Standard_Webhooks_headers_off_with_a_contract_of_its_own()
    {
        var own = WebhookContract.Wms with { Name = "acme", HeaderPrefix = "Acme", SendsStandardHeaders = false, Delays = [TimeSpan.FromSeconds(3)] };
        await using var engine = await TimedEngine.StartAsync(build: builder => builder.AddContract(own));
        await engine.SubscribeAsync(configure: form => form.Contract = "acme");
        engine.Receiver.Always("/hook", Answer.With(500));

        await engine.PublishAsync();
        var request = (await engine.Receiver.WaitForAsync(1))[0];

        Assert.Equal("1", request.Header("X-Acme-Attempt"));
        Assert.StartsWith("sha256=", request.Header("X-WMS-Signature"), StringComparison.Ordinal);
        Assert.DoesNotContain(request.Headers, header => header.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("\"data\":{\"order_id\":\"ord_1\"}", request.Text, StringComparison.Ordinal);
        var details = await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);
        Assert.Equal((engine.Now + TimeSpan.FromSeconds(3), "acme"), (details.Delivery.DueAt, details.Contract));
    }

    [Fact]
    public async Task The_body_has_exactly_four_members_in_order_and_a_timestamp_of_whole_seconds()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        await engine.Engine.Dispatcher.PublishAsync([NewEvent("""{"a":"ส่งแล้ว 📦"}""", new DateTimeOffset(2024, 1, 15, 17, 30, 0, 999, TimeSpan.FromHours(7)))]);

        var body = (await engine.Receiver.WaitForAsync(1))[0].Text;

        Assert.Equal("""{"id":"evt_1","type":"order.shipped","timestamp":"2024-01-15T10:30:00Z","data":{"a":"ส่งแล้ว 📦"}}""", body);
    }

    // R17: rendered once, the same bytes for every subscription and on every attempt, a resend included.
    [Fact]
    public async Task The_bytes_are_the_same_over_attempts_and_subscriptions_and_only_the_attempt_counts_up()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync("/one", form => form.Schedule = [TimeSpan.FromSeconds(5)]);
        await engine.SubscribeAsync("/two");
        engine.Receiver.Next("/one", Answer.With(500));
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(2);
        await engine.IdleAsync();
        engine.Advance(TimeSpan.FromSeconds(5));
        await engine.Receiver.WaitForAsync(3);
        await engine.IdleAsync();
        var delivery = (await engine.Deliveries.ListAsync(new DeliveryQuery())).Single(row => row.Attempts == 2);
        await engine.Deliveries.ResendAsync(delivery.Id);
        var requests = await engine.Receiver.WaitForAsync(4);

        Assert.Single(requests.Select(request => Convert.ToHexString(request.Body.Span)).Distinct());
        Assert.Equal(["1", "2", "3"], requests.Where(request => request.Path == "/one").Select(request => request.Header("X-SmartWMS-Attempt")));
        Assert.Single(requests.Where(request => request.Path == "/one").Select(request => request.Header("X-SmartWMS-Delivery")).Distinct());
        Assert.Equal((await engine.Deliveries.FindAsync(delivery.Id))!.Body, requests[0].Body.ToArray());
    }

    [Fact]
    public async Task The_hosts_trace_headers_never_reach_a_receiver()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        using var listener = new ActivityListener { ShouldListenTo = static _ => true, Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        using var activity = new Activity("the host's work").SetIdFormat(ActivityIdFormat.W3C).AddBaggage("order", "1").Start();

        await engine.PublishAsync();
        await engine.Deliveries.SendTestAsync((await engine.Webhooks.ListAsync(new SubscriptionQuery()))[0].Id);

        foreach (var request in await engine.Receiver.WaitForAsync(2))
        {
            Assert.DoesNotContain(request.Headers, header => header.Key.ToLowerInvariant() is "traceparent" or "tracestate" or "baggage" or "request-id" or "correlation-context");
        }
    }

    private static NewWebhookEvent NewEvent(string data, DateTimeOffset occurredAt) => NewWebhookEvent.FromJson(
        WmsEvents.OrderShipped, Encoding.UTF8.GetBytes(data), new WebhookPublishOptions { EventId = "evt_1", OccurredAt = occurredAt });
}
