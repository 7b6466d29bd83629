using SmartWms.Webhooks.Secrets;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>What of a stored subscription people may see.</summary>
internal static class SubscriptionView
{
    public static WebhookSubscription Of(StoredSubscription stored, SealedContent? content, DateTimeOffset now) => new()
    {
        Id = stored.Id,
        Version = stored.Version,
        Key = stored.Key,
        TenantId = stored.TenantId,
        Name = stored.Name,
        Url = stored.Url,
        EventTypes = stored.EventTypes,
        Channels = stored.Channels,
        Contract = stored.Contract,
        HeaderNames = stored.HeaderNames,
        Schedule = stored.Schedule,
        Deadline = stored.Deadline,
        MaxInFlight = stored.MaxInFlight,
        Rate = stored.Rate,
        State = stored.State,
        StateReason = stored.StateReason,
        StateChangedAt = stored.StateChangedAt,
        CreatedAt = stored.CreatedAt,
        WaitUntil = stored.WaitUntil > now ? stored.WaitUntil : null,
        FirstFailureAt = stored.FirstFailureAt,
        FailedInARow = stored.FailedInARow,
        SecretHint = content?.Secrets.Current.Hint,
        HasStandardSecret = content is null ? null : content.Secrets.Current.IsStandard || content.Secrets.AlsoSigns(now) is { IsStandard: true },
        RotationEndsAt = content?.Secrets.IsOverlapping(now) == true ? content.Secrets.OverlapEndsAt : null,
    };
}
