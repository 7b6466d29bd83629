using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Subscriptions;

/// <summary>What is asked about subscriptions.</summary>
internal static class SubscriptionReads
{
    internal const string StoreVersion = "select subscription_version from wms_webhook_meta";

    internal const string Since = SubscriptionRow.Select + "\nwhere version > ?1 order by version";

    internal const string ByKey = SubscriptionRow.Select + "\nwhere key = ?1 and coalesce(tenant, 0) = coalesce(?2, 0) and state <> 3";

    // lower() of SQLite knows ASCII only, which is the promise.
    internal const string Page = SubscriptionRow.Select + """

        where id > ?1
            and (?2 = 0 or tenant is ?3)
            and iif(?4 is null, state <> 3, state = ?4)
            and (?5 is null or instr(lower(name), lower(?5)) > 0 or instr(lower(url), lower(?5)) > 0)
        order by id limit ?6
        """;

    public static SubscriptionChanges Changes(SqliteSession session, long sinceVersion)
    {
        var version = session.Prepare(StoreVersion).Scalar();
        return new SubscriptionChanges(version, version == sinceVersion ? [] : All(session.Prepare(Since).Bind(1, sinceVersion)));
    }

    public static StoredSubscription? Get(Statement byId, SubscriptionId id) => First(byId.Bind(1, id.Value));

    public static StoredSubscription? FindByKey(SqliteSession session, string? tenantId, string key) =>
        First(session.Prepare(ByKey).Bind(1, key).Bind(2, tenantId));

    public static IReadOnlyList<StoredSubscription> List(SqliteSession session, SubscriptionQuery query) =>
        All(session.Prepare(Page)
            .Bind(1, query.After.Value).Bind(2, query.Tenant.IsLimited ? 1 : 0).Bind(3, query.Tenant.TenantId)
            .Bind(4, (int?)query.State).Bind(5, query.Text).Bind(6, query.PageSize));

    private static StoredSubscription? First(Statement row)
    {
        var found = row.Step() ? SubscriptionRow.Read(row) : null;
        row.Reset();
        return found;
    }

    private static List<StoredSubscription> All(Statement row)
    {
        var found = new List<StoredSubscription>();
        while (row.Step())
        {
            found.Add(SubscriptionRow.Read(row));
        }

        return found;
    }
}
