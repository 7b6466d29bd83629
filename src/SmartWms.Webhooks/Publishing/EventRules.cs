using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Publishing;

/// <summary>What an event may be.</summary>
internal sealed class EventRules(EventCatalogue events)
{
    public const int MaxChannels = 5;
    public const int MaxSubject = 200;

    /// <exception cref="WebhookInputException">A rule is broken; the message names value, rule and limit.</exception>
    public WebhookEventType Check(NewWebhookEvent webhookEvent)
    {
        var errors = new List<string>();
        var type = events.Find(webhookEvent.Type);
        if (type is null)
        {
            errors.Add(EventTypeName.IsValid(webhookEvent.Type)
                ? $"Nobody registered the event type '{webhookEvent.Type}'. Register it with AddEventType(\"{webhookEvent.Type}\"), or correct the name."
                : $"'{SubscriptionRules.Shown(webhookEvent.Type)}' is not an event type: parts of a-z 0-9 _ split by dots, at most {EventTypeName.MaxLength} characters.");
        }

        var options = webhookEvent.Options;
        if (options.EventId is { } id && !EventId.IsValid(id))
        {
            errors.Add($"EventId: '{SubscriptionRules.Shown(id)}' is not 1 to 128 characters of A-Z a-z 0-9 _ -.");
        }

        SubscriptionRules.Tenant(options.TenantId, errors);
        if (options.Channels.Count > 0)
        {
            SubscriptionRules.Channels([.. options.Channels], MaxChannels, errors);
        }

        if (options.Subject is { } subject && (subject.Length is 0 or > MaxSubject || subject.Any(char.IsControl)))
        {
            errors.Add($"Subject: give 1 to {MaxSubject} characters without control characters, or null, not {subject.Length}.");
        }

        SubscriptionRules.ThrowIfAny(errors, nameof(webhookEvent));
        return type!;
    }
}
