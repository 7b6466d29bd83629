using System.Text.Json.Serialization;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>One line of an export. A format of its own, so that what is stored may change.</summary>
internal sealed class ExportedWebhook
{
    /// <summary>On every line, so that a file that was put together or cut is still one.</summary>
    public const int CurrentFormat = 1;

    public int Format { get; set; }

    public string? TenantId { get; set; }

    public string? Key { get; set; }

    public string Name { get; set; } = "";

    public string Url { get; set; } = "";

    public string[] EventTypes { get; set; } = [];

    public string[] Channels { get; set; } = [];

    public string Contract { get; set; } = "";

    public string[] HeaderNames { get; set; } = [];

    public byte[] Sealed { get; set; } = [];

    public TimeSpan[]? Schedule { get; set; }

    public TimeSpan? Deadline { get; set; }

    public int? MaxInFlight { get; set; }

    public int? RateCount { get; set; }

    public TimeSpan? RatePer { get; set; }

    public SubscriptionState State { get; set; }

    public string? StateReason { get; set; }

    public DateTimeOffset StateChangedAt { get; set; }

    public int EnableEpoch { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? FirstFailureAt { get; set; }

    public int FailedInARow { get; set; }

    public static ExportedWebhook Of(StoredSubscription stored) => new()
    {
        Format = CurrentFormat,
        TenantId = stored.TenantId,
        Key = stored.Key,
        Name = stored.Name,
        Url = stored.Url,
        EventTypes = [.. stored.EventTypes],
        Channels = [.. stored.Channels],
        Contract = stored.Contract,
        HeaderNames = [.. stored.HeaderNames],
        Sealed = stored.Sealed,
        Schedule = stored.Schedule is null ? null : [.. stored.Schedule],
        Deadline = stored.Deadline,
        MaxInFlight = stored.MaxInFlight,
        RateCount = stored.Rate?.Count,
        RatePer = stored.Rate?.Per,
        State = stored.State,
        StateReason = stored.StateReason,
        StateChangedAt = stored.StateChangedAt,
        EnableEpoch = stored.EnableEpoch,
        CreatedAt = stored.CreatedAt,
        FirstFailureAt = stored.FirstFailureAt,
        FailedInARow = stored.FailedInARow,
    };

    public StoredSubscription ToStored() => new()
    {
        TenantId = TenantId,
        Key = Key,
        Name = Name,
        Url = Url,
        EventTypes = EventTypes,
        Channels = Channels,
        Contract = Contract,
        HeaderNames = HeaderNames,
        Sealed = Sealed,
        Schedule = Schedule,
        Deadline = Deadline,
        MaxInFlight = MaxInFlight,
        Rate = RateCount is { } count ? new RateLimit(count, RatePer ?? TimeSpan.Zero) : null,
        State = State,
        StateReason = StateReason,
        StateChangedAt = StateChangedAt,
        EnableEpoch = EnableEpoch,
        CreatedAt = CreatedAt,
        FirstFailureAt = FirstFailureAt,
        FailedInARow = FailedInARow,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ExportedWebhook))]
internal sealed partial class ExportJson : JsonSerializerContext;
