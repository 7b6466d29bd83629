using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Takes claims back that were not used.</summary>
internal static class ReleaseDeliveries
{
    internal const string Release = """
        with locked as materialized (
            select d.id, g.due_at
            from unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) as g(id, token, due_at)
            cross join lateral (select d.id from {schema}.wms_webhook_delivery d where d.id = g.id and d.token = g.token for update) d
            where g.token <> 0
        )
        update {schema}.wms_webhook_delivery d set due_at = l.due_at, lease_until = null, token = 0, claims = greatest(d.claims - 1, 0) from locked l where d.id = l.id
        """;

    public static Task<int> RunAsync(PgSession session, IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken)
    {
        var inOrder = releases.OrderBy(release => release.Delivery).ToList();
        return session.ExecuteAsync(
            Release,
            cancellationToken,
            Parameter.Of(inOrder.Select(release => release.Delivery.Value).ToArray()),
            Parameter.Of(inOrder.Select(release => release.LeaseToken).ToArray()),
            Parameter.Of(inOrder.Select(release => release.DueAt).ToArray()));
    }
}
