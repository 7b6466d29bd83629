using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Counts what is due in active lanes, up to a million.</summary>
internal static class BacklogReader
{
    private const string FromDue = """
        from wms_webhook_subscription s indexed by wms_webhook_subscription_active
        cross join wms_webhook_delivery d on d.lane = s.id and d.due_at <= ?1
        where s.state = 0
        """;

    internal const string Count = "select count(*) from (select 1 " + FromDue + " limit 1000000)";

    internal const string Oldest = """
        select min((select min(d.due_at) from wms_webhook_delivery d where d.lane = s.id and d.due_at <= ?1))
        from wms_webhook_subscription s indexed by wms_webhook_subscription_active
        where s.state = 0
        """;

    public static Backlog Read(SqliteSession session, long now)
    {
        var due = session.Prepare(Count).Bind(1, now).Scalar();
        var row = session.Prepare(Oldest).Bind(1, now);
        var oldest = row.Step() ? row.Int64OrNull(0) : null;
        row.Reset();
        return new Backlog(due, oldest.ToTime());
    }
}
