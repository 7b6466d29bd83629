using Npgsql;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Subscriptions;

/// <summary>A subscription as columns.</summary>
internal static class SubscriptionRow
{
    public const string Columns = """
        id, version, state, wait_until, first_failure_at, failed_in_row, enable_epoch, state_changed_at, state_reason, tenant, key, name, url,
            event_types, channels, contract, header_names, schedule, deadline, max_in_flight, rate_count, rate_per, created_at, sealed
        """;

    public const int Count = 24;

    public const string Select = "select " + Columns + " from {schema}.wms_webhook_subscription";

    public static StoredSubscription Read(NpgsqlDataReader row) => new()
    {
        Id = new SubscriptionId(row.GetInt64(0)),
        Version = row.GetInt64(1),
        State = (SubscriptionState)row.GetInt16(2),
        WaitUntil = row.TimeOrNull(3),
        FirstFailureAt = row.TimeOrNull(4),
        FailedInARow = row.GetInt32(5),
        EnableEpoch = row.GetInt32(6),
        StateChangedAt = row.Time(7),
        StateReason = row.TextOrNull(8),
        TenantId = row.TextOrNull(9),
        Key = row.TextOrNull(10),
        Name = row.GetString(11),
        Url = row.GetString(12),
        EventTypes = row.List<string>(13),
        Channels = row.List<string>(14),
        Contract = row.GetString(15),
        HeaderNames = row.List<string>(16),
        Schedule = row.IsDBNull(17) ? null : row.List<TimeSpan>(17),
        Deadline = row.SpanOrNull(18),
        MaxInFlight = row.IntOrNull(19),
        Rate = row.IsDBNull(20) ? null : new RateLimit(row.GetInt32(20), row.GetTimeSpan(21)),
        CreatedAt = row.Time(22),
        Sealed = row.Bytes(23),
    };

    /// <summary>What a person decides, <c>$1</c> to <c>$19</c>; the failure counters and the wait are not among it.</summary>
    public static List<NpgsqlParameter> Decided(StoredSubscription subscription) =>
    [
        Parameter.Of((int)subscription.State),
        Parameter.Of(subscription.EnableEpoch),
        Parameter.Of(subscription.StateChangedAt),
        Parameter.Text(subscription.StateReason),
        Parameter.Text(subscription.TenantId),
        Parameter.Text(subscription.Key),
        Parameter.Text(subscription.Name),
        Parameter.Text(subscription.Url),
        Parameter.Texts(subscription.EventTypes),
        Parameter.Texts(subscription.Channels),
        Parameter.Text(subscription.Contract),
        Parameter.Texts(subscription.HeaderNames),
        Parameter.Of(subscription.Schedule?.ToArray()),
        Parameter.Of(subscription.Deadline),
        Parameter.Of(subscription.MaxInFlight),
        Parameter.Of(subscription.Rate?.Count),
        Parameter.Of(subscription.Rate?.Per),
        Parameter.Of(subscription.CreatedAt),
        Parameter.Of(subscription.Sealed),
    ];
}
