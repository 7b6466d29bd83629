using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Counts what is due in active lanes, up to a million.</summary>
/// <remarks>To leave out what is being sent, each row is read. Of a great many that takes several times as long as counting entries of the index and makes no difference, so beyond ten thousand they are counted too.</remarks>
internal static class BacklogReader
{
    private const int ReadAtMost = 10_000;

    internal const string Read = $$"""
        select
            (select count(*) from (
                select 1 from {schema}.wms_webhook_subscription s cross join lateral (
                    select 1 from {schema}.wms_webhook_delivery d where d.lane = s.id and d.due_at <= $1 and {{Lease.IsFreeAt1}} limit $2) d
                where s.state = 0 limit $2) counted),
            (select min(d.due_at) from {schema}.wms_webhook_subscription s cross join lateral (
                select d.due_at from {schema}.wms_webhook_delivery d where d.lane = s.id and d.due_at <= $1 and {{Lease.IsFreeAt1}} order by d.due_at limit 1) d
            where s.state = 0)
        """;

    internal const string CountMany = """
        select count(*) from (
            select 1 from {schema}.wms_webhook_subscription s cross join lateral (
                select 1 from {schema}.wms_webhook_delivery d where d.lane = s.id and d.due_at <= $1 limit 1000000) d
            where s.state = 0 limit 1000000) counted
        """;

    public static async Task<Backlog> RunAsync(PgSession session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await session.SeekAsync(
            Read, static row => new Backlog(row.GetInt64(0), row.TimeOrNull(1)), cancellationToken, Parameter.Of(now), Parameter.Of((long)ReadAtMost)).ConfigureAwait(false);
        if (found[0].Due < ReadAtMost)
        {
            return found[0];
        }

        var many = await session.SeekAsync(CountMany, static row => row.GetInt64(0), cancellationToken, Parameter.Of(now)).ConfigureAwait(false);
        return found[0] with { Due = many[0] };
    }
}
