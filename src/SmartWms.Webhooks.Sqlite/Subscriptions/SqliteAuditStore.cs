using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Writing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Subscriptions;

/// <summary>The audit trail in the SQLite file.</summary>
internal sealed class SqliteAuditStore(SqliteDatabase database) : IAuditStore
{
    private const string Append = "insert into wms_webhook_audit (at, action, subscription_id, actor, tenant, detail) values (?1, ?2, ?3, ?4, ?5, ?6)";
    private const string Page = "select id, at, action, subscription_id, actor, tenant, detail from wms_webhook_audit where id < ?1";
    internal const string OfAll = Page + " order by id desc limit ?2";
    internal const string OfTenant = Page + " and tenant is ?3 order by id desc limit ?2";
    internal const string OfOne = Page + " and subscription_id = ?4 and (?5 = 0 or tenant is ?3) order by id desc limit ?2";
    private const string HasOld = "select exists (select 1 from wms_webhook_audit where at < ?1)";
    private const string Purge = "delete from wms_webhook_audit where id in (select id from wms_webhook_audit where at < ?1 limit ?2)";

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return database.WriteAsync(WriteKind.Other, session => Write(session, entry), cancellationToken);
    }

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.ReadAsync<IReadOnlyList<AuditEntry>>(session => Read(session, query), cancellationToken);
    }

    public async Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        return await database.ReadAsync(session => session.Prepare(HasOld).Bind(1, before.UtcTicks).Scalar(), cancellationToken).ConfigureAwait(false) == 0
            ? 0
            : await database.WriteAsync(WriteKind.Other, session => session.Prepare(Purge).Bind(1, before.UtcTicks).Bind(2, (long)limit).RunCounted(), cancellationToken).ConfigureAwait(false);
    }

    private static bool Write(WriteSession session, AuditEntry entry)
    {
        session.Prepare(Append).Bind(1, entry.At.UtcTicks).Bind(2, (long)entry.Action).Bind(3, entry.Webhook?.Value)
            .Bind(4, entry.Actor).Bind(5, entry.TenantId).Bind(6, entry.Detail).Run();
        return true;
    }

    private static List<AuditEntry> Read(SqliteSession session, AuditQuery query)
    {
        var row = session.Prepare(query.Webhook is not null ? OfOne : query.Tenant.IsLimited ? OfTenant : OfAll).Bind(1, query.Before ?? long.MaxValue).Bind(2, (long)query.PageSize);
        if (query.Tenant.IsLimited || query.Webhook is not null)
        {
            row.Bind(3, query.Tenant.TenantId);
        }

        if (query.Webhook is { } webhook)
        {
            row.Bind(4, webhook.Value).Bind(5, query.Tenant.IsLimited ? 1L : 0L);
        }

        var found = new List<AuditEntry>();
        while (row.Step())
        {
            found.Add(new AuditEntry
            {
                Id = row.Int64(0),
                At = row.Int64(1).ToTime(),
                Action = (AuditAction)row.Int32(2),
                Webhook = row.Int64OrNull(3) is { } id ? new SubscriptionId(id) : null,
                Actor = row.TextOrNull(4),
                TenantId = row.TextOrNull(5),
                Detail = row.Text(6),
            });
        }

        return found;
    }
}
