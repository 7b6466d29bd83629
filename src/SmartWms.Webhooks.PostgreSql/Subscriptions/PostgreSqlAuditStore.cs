using Npgsql;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Subscriptions;

/// <summary>The audit trail in PostgreSQL.</summary>
internal sealed class PostgreSqlAuditStore(PgDatabase database) : IAuditStore
{
    internal const string Append = "insert into {schema}.wms_webhook_audit (at, action, subscription_id, actor, tenant, detail) values ($1, $2, $3, $4, $5, $6)";

    private const string Page = """
        select a.id, a.at, a.action, a.subscription_id, a.actor, a.tenant, a.detail from {schema}.wms_webhook_audit a
        where a.id < $1
        """;

    internal const string OfAll = Page + " order by a.id desc limit $2";
    internal const string OfTenant = Page + " and coalesce('=' || a.tenant, '') = coalesce('=' || $3, '') order by a.id desc limit $2";
    internal const string OfOne = Page + " and a.subscription_id = $4 and ($5 = false or coalesce('=' || a.tenant, '') = coalesce('=' || $3, '')) order by a.id desc limit $2";
    internal const string Purge = """
        delete from {schema}.wms_webhook_audit a
        where a.id = any(array(select old.id from {schema}.wms_webhook_audit old where old.at < $1 order by old.at limit $2))
        """;

    // A connection lost at its end may leave an entry twice: rather twice than not at all.
    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return database.RunAsync(
            (session, token) => session.ExecuteAsync(
                Append, token,
                Parameter.Of(entry.At), Parameter.Of((int)entry.Action), Parameter.Of(entry.Webhook?.Value), Parameter.Text(entry.Actor), Parameter.Text(entry.TenantId), Parameter.Text(entry.Detail)),
            cancellationToken);
    }

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.RunAsync<IReadOnlyList<AuditEntry>>(
            async (session, token) =>
            {
                var (sql, values) = Statement(query);
                return await session.QueryAsync(sql, Read, token, values).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        database.RunAsync((session, token) => session.ExecuteAsync(Purge, token, Parameter.Of(before), Parameter.Of((long)limit)), cancellationToken);

    private static (string Sql, NpgsqlParameter[] Values) Statement(AuditQuery query)
    {
        NpgsqlParameter[] page = [Parameter.Of(query.Before ?? long.MaxValue), Parameter.Of((long)query.PageSize)];
        return (query.Webhook, query.Tenant) switch
        {
            ({ } webhook, var tenant) => (OfOne, [.. page, Parameter.Text(tenant.TenantId), Parameter.Of(webhook.Value), Parameter.Of(tenant.IsLimited)]),
            (_, { IsLimited: true } tenant) => (OfTenant, [.. page, Parameter.Text(tenant.TenantId)]),
            _ => (OfAll, page),
        };
    }

    private static AuditEntry Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        At = row.Time(1),
        Action = (AuditAction)row.GetInt16(2),
        Webhook = row.IsDBNull(3) ? null : new SubscriptionId(row.GetInt64(3)),
        Actor = row.IsDBNull(4) ? null : row.GetString(4),
        TenantId = row.IsDBNull(5) ? null : row.GetString(5),
        Detail = row.GetString(6),
    };
}
