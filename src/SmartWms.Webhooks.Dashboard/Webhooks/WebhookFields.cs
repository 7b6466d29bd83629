using System.Globalization;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>The fields of a webhook's form as they were typed, so that a refused form comes back as it was; secrets and header values excepted, which no page repeats.</summary>
internal sealed record WebhookFields
{
    /// <summary>Far beyond any limit of the engine, which names its own.</summary>
    private const int MostSeconds = 1_000_000;

    public string Name { get; init; } = "";

    public string Url { get; init; } = "";

    /// <summary>Exact types and filters together.</summary>
    public IReadOnlyList<string> EventTypes { get; init; } = [];

    public string? Contract { get; init; }

    public string? Tenant { get; init; }

    public string Channels { get; init; } = "";

    /// <summary>Header names, each as a line of its own; a line with a value sets it.</summary>
    public string Headers { get; init; } = "";

    public string Deadline { get; init; } = "";

    public string MaxInFlight { get; init; } = "";

    public string PerMinute { get; init; } = "";

    /// <summary>Whether something that was typed is left out and has to be typed again: saved without it, the old value would go on in silence.</summary>
    public bool IsCut { get; init; }

    public static WebhookFields Of(IFormCollection form) => new()
    {
        IsCut = form["secret"].ToString().Length > 0,
        Name = form["name"].ToString().Trim(),
        Url = form["url"].ToString().Trim(),
        EventTypes = [.. form["events"].OfType<string>().Concat(Parts(form["filters"].ToString())).Where(type => type.Length > 0).Distinct()],
        Contract = form["contract"].ToString() is { Length: > 0 } contract ? contract : null,
        Tenant = form["tenant"].ToString().Trim() is { Length: > 0 } tenant ? tenant : null,
        Channels = form["channels"].ToString(),
        Headers = form["headers"].ToString(),
        Deadline = form["deadline"].ToString().Trim(),
        MaxInFlight = form["cap"].ToString().Trim(),
        PerMinute = form["rate"].ToString().Trim(),
    };

    public static WebhookFields Of(WebhookSubscription webhook) => new()
    {
        Name = webhook.Name,
        Url = webhook.Url,
        EventTypes = webhook.EventTypes,
        Contract = webhook.Contract,
        Tenant = webhook.TenantId,
        Channels = string.Join("\n", webhook.Channels),
        Headers = string.Join("\n", webhook.HeaderNames.Select(name => name + ":")),
        Deadline = webhook.Deadline?.TotalSeconds.ToString("0.#######", CultureInfo.InvariantCulture) ?? "",
        MaxInFlight = webhook.MaxInFlight?.ToString(CultureInfo.InvariantCulture) ?? "",
        PerMinute = webhook.Rate is { } rate ? (rate.Count / rate.Per.TotalMinutes).ToString("0.##", CultureInfo.InvariantCulture) : "",
    };

    public NewWebhookSubscription ToNew(string? tenant, string? secret)
    {
        var made = new NewWebhookSubscription
        {
            Name = Name,
            Url = Url,
            EventTypes = [.. EventTypes],
            Contract = Contract,
            TenantId = tenant,
            Channels = Lines(Channels),
            Secret = secret,
            Deadline = Deadline.Length == 0 ? null : Seconds("deadline", Deadline),
            MaxInFlight = MaxInFlight.Length == 0 ? null : Whole("cap", MaxInFlight),
            Rate = PerMinute.Length == 0 ? null : new RateLimit(Whole("rate", PerMinute), TimeSpan.FromMinutes(1)),
        };
        foreach (var (name, value) in HeaderLines())
        {
            made.Headers[name] = value ?? "";
        }

        return made;
    }

    /// <param name="before">As it is: a rate that this form cannot say stays, unless the field was changed.</param>
    public WebhookSubscriptionUpdate ToUpdate(WebhookSubscription before) => new()
    {
        Name = Name,
        Url = Url,
        EventTypes = [.. EventTypes],
        Contract = Contract,
        Channels = Lines(Channels),
        Headers = HeaderLines().ToDictionary(line => line.Name, line => line.Value),
        Deadline = Deadline.Length == 0 ? TimeSpan.Zero : Seconds("deadline", Deadline),
        MaxInFlight = MaxInFlight.Length == 0 ? 0 : Whole("cap", MaxInFlight),
        Rate = PerMinute == Of(before).PerMinute ? null : new RateLimit(PerMinute.Length == 0 ? 0 : Whole("rate", PerMinute), TimeSpan.FromMinutes(1)),
    };

    /// <summary>The names alone: a refused form comes back without values.</summary>
    public WebhookFields WithoutValues() => this with { IsCut = IsCut || HeaderLines().Any(line => !string.IsNullOrEmpty(line.Value)), Headers = string.Join("\n", HeaderLines().Select(line => line.Name + ":")) };

    private List<(string Name, string? Value)> HeaderLines() =>
    [
        .. from line in Headers.ReplaceLineEndings("\n").Split('\n')
           where line.Trim().Length > 0
           let colon = line.IndexOf(':', StringComparison.Ordinal)
           let name = (colon < 0 ? line : line[..colon]).Trim()
           group colon < 0 ? "" : line[(colon + 1)..].Trim() by name into lines
           select (lines.Key, lines.Last() is { Length: > 0 } value ? value : null),
    ];

    /// <summary>One a line: a channel may hold a comma.</summary>
    private static string[] Lines(string text) => text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string[] Parts(string text) => text.Split([',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static TimeSpan Seconds(string field, string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < MostSeconds
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : throw ApiRequest.Invalid($"'{field}' is a number of seconds, such as 10 or 2.5.");

    private static int Whole(string field, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw ApiRequest.Invalid($"'{field}' is a whole number.");
}
