using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Hosting;

/// <summary>Creates or updates the webhooks that configuration declares, by key. What people did to one meanwhile (paused it) stays.</summary>
internal sealed class DeclaredWebhooks(
    ISubscriptionStore store, SubscriptionForm form, IWebhookSecretProtector protector, SubscriptionRegistry registry, EngineClock clock, WmsWebhooksOptions options, ILogger<DeclaredWebhooks> logger)
{
    public async Task UpsertAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, declared) in options.Webhooks)
        {
            await UpsertAsync(key, declared, cancellationToken).ConfigureAwait(false);
        }

        await registry.RefreshAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task UpsertAsync(string key, DeclaredWebhook declared, CancellationToken cancellationToken)
    {
        var (wanted, content) = Read(key, declared);
        while (true)
        {
            var existing = await store.FindByKeyAsync(declared.TenantId, key, cancellationToken).ConfigureAwait(false);
            if (existing is null)
            {
                if (await store.CreateAsync(wanted, cancellationToken).ConfigureAwait(false) is not null)
                {
                    return;
                }

                continue;       // another node was faster
            }

            var merged = Merge(existing, wanted, content);
            if (merged is null || await store.UpdateAsync(merged, cancellationToken).ConfigureAwait(false) is not null)
            {
                if (existing.State != SubscriptionState.Active)
                {
                    // Whoever declares it expects it to work: a host that started once without its receiver would hold everything in silence.
                    Log.DeclaredIsHeld(logger, key, existing.Id.ToString(), existing.State.ToString(), existing.StateChangedAt, existing.StateReason);
                }

                return;
            }
        }
    }

    private (StoredSubscription Stored, SealedContent Content) Read(string key, DeclaredWebhook declared)
    {
        if (string.IsNullOrEmpty(declared.Secret))
        {
            throw new InvalidOperationException($"Webhooks:{key}:Secret is missing. A declared webhook needs one, as nobody would see a generated one: set it from your secret store.");
        }

        try
        {
            return form.Create(
                new NewWebhookSubscription
                {
                    Name = string.IsNullOrEmpty(declared.Name) ? key : declared.Name,
                    Url = declared.Url ?? "",
                    EventTypes = declared.EventTypes ?? [],
                    Secret = declared.Secret,
                    Headers = declared.Headers ?? new Dictionary<string, string>(),
                    Contract = declared.Contract,
                    TenantId = declared.TenantId,
                    Channels = declared.Channels ?? [],
                    Schedule = declared.Schedule,
                    Deadline = declared.Deadline,
                    MaxInFlight = declared.MaxInFlight,
                    Rate = declared.RateCount is { } count ? new RateLimit(count, declared.RatePeriod) : null,
                },
                key,
                clock.Now);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidOperationException($"Webhooks:{key} is not valid. {exception.Message}", exception);
        }
    }

    /// <summary>Null when nothing differs: a start that changes nothing writes nothing.</summary>
    private StoredSubscription? Merge(StoredSubscription existing, StoredSubscription wanted, SealedContent content)
    {
        var current = SealedContent.Open(existing.Sealed, protector);
        var sameSecret = current.Secrets.Current.Equals(content.Secrets.Current);
        var sameHeaders = current.Headers.SequenceEqual(content.Headers);
        var same = sameSecret && sameHeaders && existing.Name == wanted.Name && existing.Url == wanted.Url && existing.Contract == wanted.Contract
            && existing.EventTypes.SequenceEqual(wanted.EventTypes) && existing.Channels.SequenceEqual(wanted.Channels)
            && (existing.Schedule ?? []).SequenceEqual(wanted.Schedule ?? []) && existing.Deadline == wanted.Deadline
            && existing.MaxInFlight == wanted.MaxInFlight && existing.Rate == wanted.Rate;
        if (same)
        {
            return null;
        }

        var secrets = sameSecret ? current.Secrets : content.Secrets;
        return wanted with
        {
            Id = existing.Id,
            Version = existing.Version,
            Sealed = new SealedContent(secrets, content.Headers).Seal(protector),
            State = existing.State,
            StateReason = existing.StateReason,
            StateChangedAt = existing.StateChangedAt,
            EnableEpoch = SubscriptionTransitions.EpochAt(existing, wanted.Url),
            CreatedAt = existing.CreatedAt,
        };
    }
}
