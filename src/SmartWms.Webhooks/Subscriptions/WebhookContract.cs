using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>
/// What a subscription promises its receiver: how a body is written, how it is signed, when it is retried, and what happens when retries end.
/// Own contracts are made <c>with</c> one of these and registered with <c>AddContract</c>.
/// </summary>
public sealed record WebhookContract
{
    /// <summary>The English document: hex signature, camelCase, five attempts over 2 h 36 min, then the webhook is disabled.</summary>
    public static WebhookContract SmartWms { get; } = new()
    {
        Name = "smartwms",
        Scheme = SignatureScheme.SmartWms,
        HeaderPrefix = "SmartWMS",
        PropertyNaming = JsonNamingPolicy.CamelCase,
        Delays = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)],
        AfterLastAttempt = AfterLastAttempt.Disable,
    };

    /// <summary>The Thai document: <c>sha256=</c> hex signature, snake_case, six attempts over 7 h 12 min 30 s, then the delivery is failed and the webhook stays active.</summary>
    public static WebhookContract Wms { get; } = new()
    {
        Name = "wms",
        Scheme = SignatureScheme.Wms,
        HeaderPrefix = "WMS",
        PropertyNaming = JsonNamingPolicy.SnakeCaseLower,
        Delays = [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)],
        AfterLastAttempt = AfterLastAttempt.KeepActive,
    };

    /// <summary>Standard Webhooks 1.0: <c>webhook-*</c> headers, camelCase, ten attempts over about 76 hours with ±20 % jitter; 410 disables at once, five days of failures at a delivery's end.</summary>
    public static WebhookContract StandardWebhooks { get; } = new()
    {
        Name = "standardwebhooks",
        Scheme = SignatureScheme.StandardWebhooks,
        HeaderPrefix = "Webhook",
        PropertyNaming = JsonNamingPolicy.CamelCase,
        Delays =
        [
            TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
            TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
        ],
        Jitter = 0.2,
        AfterLastAttempt = AfterLastAttempt.DisableAfterFiveDays,
        DisablesWhenGone = true,
    };

    /// <summary>Its name in configuration and in the store: 1 to 32 characters of <c>a-z 0-9 -</c>. Never rename one in use.</summary>
    public required string Name { get; init; }

    /// <summary>How requests are signed.</summary>
    public required SignatureScheme Scheme { get; init; }

    /// <summary>The middle of <c>X-{prefix}-Event</c>, <c>-Delivery</c> and <c>-Attempt</c>: 1 to 32 letters and digits.</summary>
    public required string HeaderPrefix { get; init; }

    /// <summary>Names inside <c>data</c> of objects that the engine serialises by reflection. Dictionary keys are never renamed.</summary>
    public required JsonNamingPolicy PropertyNaming { get; init; }

    /// <summary>Serialises objects of this contract with source-generated metadata instead of reflection.</summary>
    /// <value><see langword="null"/>: reflection.</value>
    public IJsonTypeInfoResolver? TypeInfoResolver { get; init; }

    /// <summary>Waits before attempt 2, 3, … counted from the end of the attempt before: 1 to 50, each 1 second to 30 days. The first attempt is immediate, so there is one attempt more than delays.</summary>
    public required IReadOnlyList<TimeSpan> Delays { get; init; }

    /// <summary>Share of each delay that is randomized, 0 to 1. At 0.2, 10 seconds become 8 to 12.</summary>
    /// <value>0.</value>
    public double Jitter { get; init; }

    /// <summary>What happens to the webhook when a delivery has used up its schedule.</summary>
    public AfterLastAttempt AfterLastAttempt { get; init; }

    /// <summary>Whether an answer of 410 disables the subscription at once. Otherwise it is retried like any other failure.</summary>
    /// <value><see langword="false"/>.</value>
    public bool DisablesWhenGone { get; init; }

    /// <summary>
    /// Whether requests also carry the <c>webhook-id</c> and <c>webhook-timestamp</c> headers of Standard Webhooks, and <c>webhook-signature</c> where the secret allows.
    /// They are what stops a replay, as the signatures of both documents carry no time. Always on in <see cref="StandardWebhooks"/>.
    /// </summary>
    /// <value><see langword="true"/>.</value>
    public bool SendsStandardHeaders { get; init; } = true;

    /// <summary>All delays together.</summary>
    internal static TimeSpan Total(IReadOnlyList<TimeSpan> delays) => TimeSpan.FromTicks(delays.Sum(delay => delay.Ticks));
}
