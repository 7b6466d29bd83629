using SmartWms.Webhooks.Sending;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Publishing;

/// <summary>Shows what a publish would do, with the same matching, rendering and signing, and explains what it would not.</summary>
internal sealed class EventPreview(BodyRenderer bodies, IWebhookSigner signer)
{
    public WebhookPreview Of(EventPlan plan, SubscriptionIndex index, DateTimeOffset now)
    {
        var written = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var matched = index.Match(plan.Options.TenantId, plan.Type.Name, plan.Type.IsSensitive, plan.Options.Channels);
        return new WebhookPreview(plan.Id, [
            .. index.All
                .Where(webhook => webhook.Stored.State != SubscriptionState.Deleted && string.Equals(webhook.Stored.TenantId, plan.Options.TenantId, StringComparison.Ordinal))
                .OrderBy(webhook => webhook.Id)
                .Select(webhook => matched.Contains(webhook) ? Matching(plan, webhook, Body(plan, webhook.Contract, written), now) : Other(plan, webhook)),
        ]);
    }

    private WebhookPreviewEntry Matching(EventPlan plan, SubscriptionSnapshot webhook, byte[] body, DateTimeOffset now)
    {
        var filter = webhook.Filters.First(asked => asked.Matches(plan.Type.Name, plan.Type.IsSensitive));
        var why = webhook.IsActive ? $"'{filter.Text}' matches." : $"'{filter.Text}' matches; it would be held, as the webhook is {webhook.Stored.State}.";
        return new WebhookPreviewEntry(webhook.Id, webhook.Stored.Name, true, why, webhook.Contract.Name, body, Headers(plan, webhook, body, now));
    }

    private static WebhookPreviewEntry Other(EventPlan plan, SubscriptionSnapshot webhook)
    {
        var asksForType = webhook.Filters.Any(filter => filter.Matches(plan.Type.Name, plan.Type.IsSensitive));
        var wouldIfNamed = plan.Type.IsSensitive && webhook.Filters.Any(filter => filter.Matches(plan.Type.Name, isSensitive: false));
        var why = (asksForType, wouldIfNamed) switch
        {
            (true, _) => $"It names channels ({string.Join(", ", webhook.Stored.Channels)}) and the event shares none.",
            (_, true) => $"{plan.Type.Name} is sensitive: it has to be named exactly.",
            _ => $"It does not ask for {plan.Type.Name}.",
        };
        return new WebhookPreviewEntry(webhook.Id, webhook.Stored.Name, false, why, webhook.Contract.Name, ReadOnlyMemory<byte>.Empty, []);
    }

    /// <summary>Once for each contract: thousands of webhooks share what is a quarter of a megabyte.</summary>
    private byte[] Body(EventPlan plan, WebhookContract contract, Dictionary<string, byte[]> written)
    {
        if (!written.TryGetValue(contract.Name, out var body))
        {
            body = bodies.Envelope(plan.Rendered, contract, plan.Id, plan.OccurredAt);
            written.Add(contract.Name, body);
        }

        return body;
    }

    private List<KeyValuePair<string, string>> Headers(EventPlan plan, SubscriptionSnapshot webhook, byte[] body, DateTimeOffset now)
    {
        if (webhook.Content is not { } content)
        {
            return [];
        }

        List<KeyValuePair<string, string>> headers = [new("Content-Type", RequestHeaders.ContentType)];
        RequestHeaders.Add(headers, webhook, content, plan.Id, plan.Type.Name, "dlv_0", 1, body, now, signer);
        return headers.ConvertAll(header => RequestHeaders.IsSecret(header.Key, webhook) ? new(header.Key, "***") : header);
    }
}
