using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Counts what is due in active lanes, up to a million.</summary>
internal static class BacklogReader
{
    internal const string Read = $$"""
        select
            (select count(*) from (
                select 1 from {schema}.wms_webhook_subscription s cross join lateral (
                    select 1 from {schema}.wms_webhook_delivery d where d.lane = s.id and d.due_at <= $1 and {{Lease.IsFreeAt1}} limit 1000000) d
                where s.state = 0 limit 1000000) counted),
            (select min(d.due_at) from {schema}.wms_webhook_subscription s cross join lateral (
                select d.due_at from {schema}.wms_webhook_delivery d where d.lane = s.id and d.due_at <= $1 and {{Lease.IsFreeAt1}} order by d.due_at limit 1) d
            where s.state = 0)
        """;

    public static async Task<Backlog> RunAsync(PgSession session, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await session.QueryAsync(Read, static row => new Backlog(row.GetInt64(0), row.TimeOrNull(1)), cancellationToken, Parameter.Of(now)).ConfigureAwait(false))[0];
}
