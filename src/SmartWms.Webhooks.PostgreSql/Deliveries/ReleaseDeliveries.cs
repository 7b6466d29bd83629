using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Takes claims back that were not used.</summary>
internal static class ReleaseDeliveries
{
    internal const string Release = """
        with given as materialized (
            select * from unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) as g(id, token, due_at) where g.token <> 0
        ), locked as materialized (
            select d.id, d.token from {schema}.wms_webhook_delivery d where d.id = any($1) order by d.id for update
        )
        update {schema}.wms_webhook_delivery d set due_at = g.due_at, token = 0, claims = greatest(d.claims - 1, 0)
        from locked l join given g on g.id = l.id and g.token = l.token
        where d.id = l.id and d.id = any($1)
        """;

    public static Task<int> RunAsync(PgSession session, IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken) => session.ExecuteAsync(
        Release,
        cancellationToken,
        Parameter.Of(releases.Select(release => release.Delivery.Value).ToArray()),
        Parameter.Of(releases.Select(release => release.LeaseToken).ToArray()),
        Parameter.Of(releases.Select(release => release.DueAt).ToArray()));
}
