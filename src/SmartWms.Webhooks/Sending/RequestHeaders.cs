using System.Globalization;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sending;

/// <summary>The headers of one request, in the order in which they are sent.</summary>
internal static class RequestHeaders
{
    public static readonly string UserAgent = $"SmartWms.Webhooks/{typeof(RequestHeaders).Assembly.GetName().Version?.ToString(3)}";

    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>Adds all but the content type. Signature values are secrets of a kind: mask them before showing.</summary>
    public static void Add(
        List<KeyValuePair<string, string>> headers, SubscriptionSnapshot subscription, Secrets.SealedContent content, string eventId, string eventType, string deliveryId, int attempt,
        byte[] body, DateTimeOffset now, IWebhookSigner signer)
    {
        headers.Add(new("User-Agent", UserAgent));
        headers.AddRange(content.Headers);
        headers.Add(new(subscription.DebugHeaders.Event, eventType));
        headers.Add(new(subscription.DebugHeaders.Delivery, deliveryId));
        headers.Add(new(subscription.DebugHeaders.Attempt, attempt.ToString(CultureInfo.InvariantCulture)));
        signer.Sign(
            new SigningRequest(subscription.Contract, eventId, now.ToUnixTimeSeconds(), body, content.Secrets.ForOneValue(now), content.Secrets.Current, content.Secrets.AlsoSigns(now)),
            headers);
    }

    /// <summary>Whether a header's value proves or grants something and must not be shown.</summary>
    public static bool IsSecret(string name, SubscriptionSnapshot subscription) =>
        name.EndsWith("-Signature", StringComparison.OrdinalIgnoreCase)
        || subscription.Stored.HeaderNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.Equals(WebhookHeaders.Signature, StringComparison.OrdinalIgnoreCase);
}
