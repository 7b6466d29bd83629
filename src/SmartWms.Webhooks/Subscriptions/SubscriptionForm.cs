using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Secrets;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Checks the form and makes of it what is stored.</summary>
internal sealed class SubscriptionForm(SubscriptionRules rules, IWebhookSecretProtector protector)
{
    public (StoredSubscription Stored, SealedContent Content) Create(NewWebhookSubscription form, string? key, DateTimeOffset now)
    {
        var errors = new List<string>();
        SubscriptionRules.Name(form.Name, errors);
        SubscriptionRules.Tenant(form.TenantId, errors);
        var url = rules.Url(form.Url, errors);
        rules.EventTypes(form.EventTypes, errors);
        SubscriptionRules.Channels(form.Channels, SubscriptionRules.MaxChannels, errors);
        var contract = rules.Contract(form.Contract, errors);
        var secret = SubscriptionRules.Secret(form.Secret, contract, errors);
        KeyValuePair<string, string>[] headers = [.. form.Headers];
        rules.Headers(headers, errors);
        CheckOverrides(form.Schedule, form.Deadline, form.MaxInFlight, form.Rate, errors);
        SubscriptionRules.ThrowIfAny(errors, nameof(form));

        var content = new SealedContent(new SecretRing(secret!, now), headers);
        var stored = new StoredSubscription
        {
            Key = key,
            TenantId = form.TenantId,
            Name = form.Name,
            Url = url!,
            EventTypes = [.. form.EventTypes.Distinct()],
            Channels = [.. form.Channels.Distinct()],
            Contract = contract!.Name,
            HeaderNames = [.. headers.Select(header => header.Key)],
            Sealed = content.Seal(protector),
            Schedule = form.Schedule is null ? null : [.. form.Schedule],
            Deadline = form.Deadline,
            MaxInFlight = form.MaxInFlight,
            Rate = form.Rate,
            StateChangedAt = now,
            CreatedAt = now,
        };
        return (stored, content);
    }

    public StoredSubscription Apply(StoredSubscription stored, SealedContent content, WebhookSubscriptionUpdate update)
    {
        var errors = new List<string>();
        SubscriptionRules.Name(update.Name ?? stored.Name, errors);
        var url = update.Url is null ? stored.Url : rules.Url(update.Url, errors);
        if (update.EventTypes is not null)
        {
            rules.EventTypes(update.EventTypes, errors);
        }

        SubscriptionRules.Channels(update.Channels ?? [], SubscriptionRules.MaxChannels, errors);
        var contract = rules.Contract(update.Contract ?? stored.Contract, errors);
        if (update.Contract is not null)
        {
            _ = SubscriptionRules.Secret(content.Secrets.Current.Reveal(), contract, errors);
        }

        var headers = Merge(content.Headers, update.Headers, errors);
        CheckKept(stored, url, content.Headers, update.Headers, errors);
        rules.Headers(headers, errors);
        var schedule = update.Schedule is { Count: 0 } ? null : update.Schedule ?? stored.Schedule?.ToList();
        var deadline = update.Deadline == TimeSpan.Zero ? null : update.Deadline ?? stored.Deadline;
        var cap = update.MaxInFlight == 0 ? null : update.MaxInFlight ?? stored.MaxInFlight;
        var rate = update.Rate is { Count: 0 } ? null : update.Rate ?? stored.Rate;
        CheckOverrides(schedule, deadline, cap, rate, errors);
        SubscriptionRules.ThrowIfAny(errors, nameof(update));

        return stored with
        {
            Name = update.Name ?? stored.Name,
            Url = url!,
            EnableEpoch = SubscriptionTransitions.EpochAt(stored, url!),
            EventTypes = update.EventTypes is null ? stored.EventTypes : [.. update.EventTypes.Distinct()],
            Channels = update.Channels is null ? stored.Channels : [.. update.Channels.Distinct()],
            Contract = contract!.Name,
            HeaderNames = [.. headers.Select(header => header.Key)],
            Sealed = (content with { Headers = headers }).Seal(protector),
            Schedule = schedule is null ? null : [.. schedule],
            Deadline = deadline,
            MaxInFlight = cap,
            Rate = rate,
        };
    }

    public WebhookSecret NewSecret(string? secret, StoredSubscription stored)
    {
        var errors = new List<string>();
        var parsed = SubscriptionRules.Secret(secret, rules.Contract(stored.Contract, errors), errors);
        SubscriptionRules.ThrowIfAny(errors, nameof(secret));
        return parsed!;
    }

    private static void CheckOverrides(IList<TimeSpan>? schedule, TimeSpan? deadline, int? cap, RateLimit? rate, List<string> errors)
    {
        SubscriptionRules.Schedule(schedule?.ToList(), errors);
        SubscriptionRules.Deadline(deadline, errors);
        SubscriptionRules.MaxInFlight(cap, errors);
        SubscriptionRules.Rate(rate, errors);
    }

    /// <summary>A header's value was given for one host: it does not follow the URL to another, where whoever changed the URL could read it.</summary>
    private static void CheckKept(
        StoredSubscription stored, string? url, IReadOnlyList<KeyValuePair<string, string>> headers, IDictionary<string, string?>? wanted, List<string> errors)
    {
        if (url is null || OriginOf(url) == OriginOf(stored.Url))
        {
            return;
        }

        var kept = headers.Select(header => header.Key)
            .Where(name => wanted is null || wanted.Any(each => each.Value is null && string.Equals(each.Key, name, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        if (kept.Count > 0)
        {
            errors.Add(
                $"HeaderValues: what is stored for {string.Join(", ", kept)} was given for {OriginOf(stored.Url)}. Give it again for {OriginOf(url)}, or leave these headers out of the new set.");
        }
    }

    private static string OriginOf(string url) => new Uri(url, UriKind.Absolute).GetLeftPart(UriPartial.Authority);

    private static IReadOnlyList<KeyValuePair<string, string>> Merge(
        IReadOnlyList<KeyValuePair<string, string>> stored, IDictionary<string, string?>? wanted, List<string> errors)
    {
        if (wanted is null)
        {
            return stored;
        }

        var merged = new List<KeyValuePair<string, string>>(wanted.Count);
        foreach (var (name, value) in wanted)
        {
            var kept = stored.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase));
            if (value is null && kept.Key is null)
            {
                errors.Add($"Headers: '{SubscriptionRules.Shown(name)}' has no stored value to keep; give one.");
            }

            merged.Add(new(name, value ?? kept.Value ?? ""));
        }

        return merged;
    }
}
