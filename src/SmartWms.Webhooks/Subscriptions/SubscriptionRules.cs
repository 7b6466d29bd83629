using System.Globalization;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>What a webhook may be: every rule of the form, each with the value, the rule and the limit in its message. Never a secret's value.</summary>
internal sealed class SubscriptionRules(EventCatalogue events, ContractCatalogue contracts, AddressPolicy addresses)
{
    public const int MaxName = 200;
    public const int MaxTenant = 128;
    public const int MaxEventTypes = 100;
    public const int MaxChannels = 10;
    public const int MaxChannelLength = 128;
    public const int MaxReason = 500;
    public const int MaxDelays = 50;
    public const int MaxSecret = 512;

    public static readonly TimeSpan MinDelay = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(30);
    public static readonly TimeSpan MinDeadline = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxDeadline = TimeSpan.FromSeconds(30);

    /// <summary>The canonical URL, or an error.</summary>
    public string? Url(string url, List<string> errors)
    {
        if (EndpointUrl.TryParse(url, addresses, out var parsed, out var error))
        {
            return parsed.Value;
        }

        errors.Add($"Url: {error}");
        return null;
    }

    public static void Name(string? name, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxName || name.Any(char.IsControl))
        {
            errors.Add($"Name: give 1 to {MaxName} characters without control characters, not {name?.Length ?? 0}.");
        }
    }

    public void EventTypes(IList<string> types, List<string> errors)
    {
        if (types.Count is 0 or > MaxEventTypes)
        {
            errors.Add($"EventTypes: give 1 to {MaxEventTypes}, not {types.Count}. '*' asks for all.");
            return;     // an answer with a line for each of a million would be the next mistake
        }

        foreach (var type in types)
        {
            if (!EventTypeFilter.TryParse(type, out var filter))
            {
                errors.Add($"EventTypes: '{Shown(type)}' is not an event type (parts of a-z 0-9 _ split by dots, at most {EventTypeName.MaxLength} characters), a prefix such as 'order.*', or '*'.");
            }
            else if (filter.IsExact && events.Find(type) is null)
            {
                errors.Add($"EventTypes: nobody registered '{type}'. Register it with AddEventType(\"{type}\"), or correct the name.");
            }
        }
    }

    public static void Channels(IList<string> channels, int max, List<string> errors)
    {
        if (channels.Count > max)
        {
            errors.Add($"Channels: at most {max}, not {channels.Count}.");
            return;
        }

        // A loop: it is asked of every event that is published.
        for (var index = 0; index < channels.Count; index++)
        {
            var channel = channels[index];
            if (string.IsNullOrEmpty(channel) || channel.Length > MaxChannelLength || channel.Any(char.IsControl))
            {
                errors.Add($"Channels: '{Shown(channel)}' is not 1 to {MaxChannelLength} characters without control characters.");
            }
        }
    }

    public static void Tenant(string? tenant, List<string> errors)
    {
        if (tenant is not null && (tenant.Length is 0 or > MaxTenant || tenant.Any(char.IsControl)))
        {
            errors.Add($"TenantId: give 1 to {MaxTenant} characters without control characters, or null for no tenant, not '{Shown(tenant)}'.");
        }
    }

    public WebhookContract? Contract(string? name, List<string> errors)
    {
        if (name is null)
        {
            return contracts.Default;
        }

        if (contracts.Find(name) is { } contract)
        {
            return contract;
        }

        errors.Add($"Contract: '{Shown(name)}' is none of {string.Join(", ", contracts.All.Select(known => known.Name))}. Register your own with AddContract.");
        return null;
    }

    public static WebhookSecret? Secret(string? text, WebhookContract? contract, List<string> errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return WebhookSecret.Generate();
        }

        var isStandard = contract?.Scheme == SignatureScheme.StandardWebhooks;
        if (text.Length <= MaxSecret && WebhookSecret.TryParse(text, out var secret) && (secret.IsStandard || !isStandard))
        {
            return secret;
        }

        errors.Add(isStandard
            ? "Secret: Standard Webhooks needs 'whsec_' and the base64 of 24 to 64 bytes. Leave it empty to have one generated."
            : "Secret: give 16 to 512 characters; one that starts with 'whsec_' must go on with the base64 of 24 to 64 bytes. Leave it empty to have one generated.");
        return null;
    }

    public void Headers(IReadOnlyList<KeyValuePair<string, string>> headers, List<string> errors)
    {
        if (CustomHeaderRules.Check(headers, [.. contracts.All.Select(contract => $"X-{contract.HeaderPrefix}-")]) is { } error)
        {
            errors.Add($"Headers: {error}");
        }
    }

    public static void Schedule(IReadOnlyCollection<TimeSpan>? delays, List<string> errors)
    {
        if (delays is null)
        {
            return;
        }

        if (delays.Count is 0 or > MaxDelays)
        {
            errors.Add($"Schedule: give 1 to {MaxDelays} delays, not {delays.Count}.");
        }

        errors.AddRange(delays.Where(delay => delay < MinDelay || delay > MaxDelay).Distinct()
            .Select(delay => string.Create(CultureInfo.InvariantCulture, $"Schedule: a delay of {delay} is not between {MinDelay} and {MaxDelay}.")));
    }

    public static void Deadline(TimeSpan? deadline, List<string> errors)
    {
        if (deadline < MinDeadline || deadline > MaxDeadline)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Deadline: {deadline} is not between {MinDeadline} and {MaxDeadline}."));
        }
    }

    public static void MaxInFlight(int? count, List<string> errors)
    {
        if (count is < 1 or > 256)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"MaxInFlight: {count} is not between 1 and 256."));
        }
    }

    public static void Rate(RateLimit? rate, List<string> errors)
    {
        if (rate is not { } limit)
        {
            return;
        }

        if (limit.Count < 1 || limit.Per.Ticks > limit.Count * TimeSpan.TicksPerMinute || limit.Per.Ticks < limit.Count * (TimeSpan.TicksPerSecond / 10_000))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Rate: {limit.Count} in {limit.Per} is not between 1 a minute and 10,000 a second."));
        }
    }

    public static void ThrowIfAny(List<string> errors, string parameter)
    {
        if (errors.Count > 0)
        {
            throw new WebhookInputException(string.Join(' ', errors), parameter);
        }
    }

    /// <summary>Of what people type: no control characters, which no name, subject or type holds and a database may refuse.</summary>
    /// <exception cref="WebhookInputException">There is one.</exception>
    public static void RequireText(string? text, string what, string parameter)
    {
        if (text is not null && text.Any(char.IsControl))
        {
            throw new WebhookInputException($"'{Shown(text)}' cannot be {what}: it holds a control character.", parameter);
        }
    }

    /// <summary>A value in a message: cut, and without characters that could break a log line.</summary>
    internal static string Shown(string? value)
    {
        var text = value ?? "null";
        return string.Concat((text.Length > 80 ? text[..80] + "…" : text).Select(character => char.IsControl(character) ? '�' : character));
    }
}
