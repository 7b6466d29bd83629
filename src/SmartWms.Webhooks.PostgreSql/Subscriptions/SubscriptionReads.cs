using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Subscriptions;

/// <summary>What is asked about subscriptions.</summary>
internal static class SubscriptionReads
{
    internal const string ById = SubscriptionRow.Select + " where id = $1";

    // One statement, so one snapshot: the version, and everything that is newer than what the caller knows.
    internal const string Since = "select " + SubscriptionRow.Columns + """
        , subscription_version
        from {schema}.wms_webhook_meta left join {schema}.wms_webhook_subscription on version > $1
        order by version
        """;

    internal const string ByKey = SubscriptionRow.Select + " where key = $1 and coalesce('=' || tenant, '') = coalesce('=' || $2, '') and state <> 3";

    // lower() under the collation "C" knows ASCII only, which is the promise.
    internal const string Page = SubscriptionRow.Select + """
         where id > $1
            and ($2 = false or coalesce('=' || tenant, '') = coalesce('=' || $3, ''))
            and (case when $4::integer is null then state <> 3 else state = $4 end)
            and ($5::text is null or position(lower($5 collate "C") in lower(name collate "C")) > 0 or position(lower($5 collate "C") in lower(url collate "C")) > 0)
        order by id limit $6
        """;

    public static async Task<SubscriptionChanges> ChangesAsync(PgSession session, long sinceVersion, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            Since,
            static row => (Changed: row.IsDBNull(0) ? null : SubscriptionRow.Read(row), StoreVersion: row.GetInt64(SubscriptionRow.Count)),
            cancellationToken,
            Parameter.Of(sinceVersion)).ConfigureAwait(false);
        return new SubscriptionChanges(rows[0].StoreVersion, [.. rows.Select(row => row.Changed).OfType<StoredSubscription>()]);
    }

    public static async Task<StoredSubscription?> GetAsync(PgSession session, SubscriptionId id, CancellationToken cancellationToken) =>
        (await session.QueryAsync(ById, SubscriptionRow.Read, cancellationToken, Parameter.Of(id.Value)).ConfigureAwait(false)).FirstOrDefault();

    public static async Task<StoredSubscription?> FindByKeyAsync(PgSession session, string? tenantId, string key, CancellationToken cancellationToken) =>
        (await session.QueryAsync(ByKey, SubscriptionRow.Read, cancellationToken, Parameter.Text(key), Parameter.Text(tenantId)).ConfigureAwait(false)).FirstOrDefault();

    public static async Task<IReadOnlyList<StoredSubscription>> ListAsync(PgSession session, SubscriptionQuery query, CancellationToken cancellationToken) =>
        await session.QueryAsync(
            Page,
            SubscriptionRow.Read,
            cancellationToken,
            Parameter.Of(query.After.Value), Parameter.Of(query.Tenant.IsLimited), Parameter.Text(query.Tenant.TenantId),
            Parameter.Of((int?)query.State), Parameter.Text(query.Text), Parameter.Of((long)query.PageSize)).ConfigureAwait(false);
}
