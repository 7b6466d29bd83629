using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Subscriptions;

/// <summary>A subscription as columns.</summary>
internal static class SubscriptionRow
{
    public const string Select = """
        select id, version, state, wait_until, first_failure_at, failed_in_row, enable_epoch, state_changed_at, state_reason, tenant, key, name, url,
            event_types, channels, contract, header_names, schedule, deadline, max_in_flight, rate_count, rate_per, created_at, sealed
        from wms_webhook_subscription
        """;

    public const string ById = Select + "\nwhere id = ?1";

    public static StoredSubscription Read(Statement row) => new()
    {
        Id = new SubscriptionId(row.Int64(0)),
        Version = row.Int64(1),
        State = (SubscriptionState)row.Int32(2),
        WaitUntil = row.Int64OrNull(3).ToTime(),
        FirstFailureAt = row.Int64OrNull(4).ToTime(),
        FailedInARow = row.Int32(5),
        EnableEpoch = row.Int32(6),
        StateChangedAt = row.Int64(7).ToTime(),
        StateReason = row.TextOrNull(8),
        TenantId = row.TextOrNull(9),
        Key = row.TextOrNull(10),
        Name = row.Text(11),
        Url = row.Text(12),
        EventTypes = JsonLists.ReadStrings(row.Text(13)),
        Channels = JsonLists.ReadStrings(row.Text(14)),
        Contract = row.Text(15),
        HeaderNames = JsonLists.ReadStrings(row.Text(16)),
        Schedule = ReadSchedule(row.TextOrNull(17)),
        Deadline = row.Int64OrNull(18).ToSpan(),
        MaxInFlight = row.Int32OrNull(19),
        Rate = row.IsNull(20) ? null : new RateLimit(row.Int32(20), TimeSpan.FromTicks(row.Int64(21))),
        CreatedAt = row.Int64(22).ToTime(),
        Sealed = row.Blob(23),
    };

    /// <summary>Binds what a person decides, at positions 1 to 19; the failure counters and the wait are not among it.</summary>
    public static Statement BindDecided(Statement row, StoredSubscription subscription) => row
        .Bind(1, (int)subscription.State)
        .Bind(2, subscription.EnableEpoch)
        .Bind(3, subscription.StateChangedAt.UtcTicks)
        .Bind(4, subscription.StateReason)
        .Bind(5, subscription.TenantId)
        .Bind(6, subscription.Key)
        .Bind(7, subscription.Name)
        .Bind(8, subscription.Url)
        .Bind(9, JsonLists.Write(subscription.EventTypes))
        .Bind(10, JsonLists.Write(subscription.Channels))
        .Bind(11, subscription.Contract)
        .Bind(12, JsonLists.Write(subscription.HeaderNames))
        .Bind(13, subscription.Schedule is null ? null : JsonLists.Write([.. subscription.Schedule.Select(delay => delay.Ticks)]))
        .Bind(14, subscription.Deadline?.Ticks)
        .Bind(15, subscription.MaxInFlight)
        .Bind(16, subscription.Rate?.Count)
        .Bind(17, subscription.Rate?.Per.Ticks)
        .Bind(18, subscription.CreatedAt.UtcTicks)
        .Bind(19, subscription.Sealed);

    private static TimeSpan[]? ReadSchedule(string? json) =>
        json is null ? null : [.. JsonLists.ReadNumbers(json).Select(TimeSpan.FromTicks)];
}
