using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Subscriptions;

/// <summary>Changes of subscriptions. Each takes a new store-wide version by writing the one row that holds it, which it keeps locked until its commit: versions become visible in their order, so nobody who asks "what is newer" misses one.</summary>
internal static class SubscriptionWrites
{
    internal const string Insert = """
        with taken as (
            update {schema}.wms_webhook_meta set subscription_version = subscription_version + 1
            where $6::text is null or not exists (
                select 1 from {schema}.wms_webhook_subscription where key = $6 and coalesce('=' || tenant, '') = coalesce('=' || $5, '') and state <> 3)
            returning subscription_version
        )
        insert into {schema}.wms_webhook_subscription (state, enable_epoch, state_changed_at, state_reason, tenant, key, name, url, event_types, channels, contract,
            header_names, schedule, deadline, max_in_flight, rate_count, rate_per, created_at, sealed, version, wait_until, first_failure_at, failed_in_row)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, taken.subscription_version, $20, $21, $22 from taken
        returning
        """ + " " + SubscriptionRow.Columns;

    // Enabled since: failures, and a wait that the receiver asked for, are of the time before. Locked before the version is taken, as where a result disables.
    internal const string Replace = """
        with current as materialized (
            select id from {schema}.wms_webhook_subscription where id = $20 and version = $21 for update
        ), taken as (
            update {schema}.wms_webhook_meta set subscription_version = subscription_version + 1 where exists (select 1 from current) returning subscription_version
        )
        update {schema}.wms_webhook_subscription s
        set state = $1, enable_epoch = $2, state_changed_at = $3, state_reason = $4, tenant = $5, key = $6, name = $7, url = $8, event_types = $9, channels = $10,
            contract = $11, header_names = $12, schedule = $13, deadline = $14, max_in_flight = $15, rate_count = $16, rate_per = $17, created_at = $18,
            sealed = $19, version = taken.subscription_version,
            wait_until = case when $2 > s.enable_epoch then null else s.wait_until end,
            first_failure_at = case when $2 > s.enable_epoch then null else s.first_failure_at end,
            failed_in_row = case when $2 > s.enable_epoch then 0 else s.failed_in_row end
        from taken where s.id = $20
        returning
        """ + " " + SubscriptionRow.Columns;

    public static async Task<StoredSubscription?> CreateAsync(PgSession session, StoredSubscription subscription, CancellationToken cancellationToken)
    {
        var values = SubscriptionRow.Decided(subscription);
        values.AddRange([Parameter.Of(subscription.WaitUntil), Parameter.Of(subscription.FirstFailureAt), Parameter.Of(subscription.FailedInARow)]);
        return (await session.QueryAsync(Insert, SubscriptionRow.Read, cancellationToken, [.. values]).ConfigureAwait(false)).FirstOrDefault();
    }

    public static async Task<StoredSubscription?> UpdateAsync(PgSession session, StoredSubscription subscription, CancellationToken cancellationToken)
    {
        var values = SubscriptionRow.Decided(subscription);
        values.AddRange([Parameter.Of(subscription.Id.Value), Parameter.Of(subscription.Version)]);
        return (await session.QueryAsync(Replace, SubscriptionRow.Read, cancellationToken, [.. values]).ConfigureAwait(false)).FirstOrDefault();
    }
}
