using SmartWms.Webhooks.Sqlite.Writing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Subscriptions;

/// <summary>Changes of subscriptions; each takes a new store-wide version.</summary>
internal static class SubscriptionWrites
{
    internal const string KeyIsTaken = """
        select 1 from wms_webhook_subscription where key = ?1 and coalesce(tenant, 0) = coalesce(?2, 0) and state <> 3
        """;

    internal const string Insert = """
        insert into wms_webhook_subscription (state, enable_epoch, state_changed_at, state_reason, tenant, key, name, url, event_types, channels, contract,
            header_names, schedule, deadline, max_in_flight, rate_count, rate_per, created_at, sealed, version, wait_until, first_failure_at, failed_in_row)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)
        returning id
        """;

    // Enabled since: failures, and a wait that the receiver asked for, are of the time before.
    internal const string Replace = """
        update wms_webhook_subscription
        set state = ?1, enable_epoch = ?2, state_changed_at = ?3, state_reason = ?4, tenant = ?5, key = ?6, name = ?7, url = ?8, event_types = ?9, channels = ?10,
            contract = ?11, header_names = ?12, schedule = ?13, deadline = ?14, max_in_flight = ?15, rate_count = ?16, rate_per = ?17, created_at = ?18,
            sealed = ?19, version = ?20,
            wait_until = iif(?2 > enable_epoch, null, wait_until),
            first_failure_at = iif(?2 > enable_epoch, null, first_failure_at),
            failed_in_row = iif(?2 > enable_epoch, 0, failed_in_row)
        where id = ?21 and version = ?22
        """;

    internal const string Exists = "select 1 from wms_webhook_subscription where id = ?1 and version = ?2";

    public static StoredSubscription? Create(WriteSession session, StoredSubscription subscription)
    {
        if (subscription.Key is not null && session.Prepare(KeyIsTaken).Bind(1, subscription.Key).Bind(2, subscription.TenantId).Scalar() == 1)
        {
            return null;
        }

        var insert = SubscriptionRow.BindDecided(session.Prepare(Insert), subscription)
            .Bind(20, session.TakeSubscriptionVersion())
            .Bind(21, subscription.WaitUntil?.UtcTicks).Bind(22, subscription.FirstFailureAt?.UtcTicks).Bind(23, subscription.FailedInARow);
        insert.Step();
        var id = new SubscriptionId(insert.Int64(0));
        insert.Run();
        return SubscriptionReads.Get(session.Prepare(SubscriptionRow.ById), id);
    }

    public static StoredSubscription? Update(WriteSession session, StoredSubscription subscription)
    {
        if (session.Prepare(Exists).Bind(1, subscription.Id.Value).Bind(2, subscription.Version).Scalar() == 0)
        {
            return null;
        }

        SubscriptionRow.BindDecided(session.Prepare(Replace), subscription)
            .Bind(20, session.TakeSubscriptionVersion()).Bind(21, subscription.Id.Value).Bind(22, subscription.Version)
            .Run();
        FaultPoint.Hit("subscription:updated");
        return SubscriptionReads.Get(session.Prepare(SubscriptionRow.ById), subscription.Id);
    }
}
