using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Due times, and waits of whole lanes, that a wrong clock put too far away.</summary>
internal static class FarDueTimes
{
    // Small steps: what somebody else holds is left for the next minute. A lease on such a row is of the wrong clock too.
    internal const string Move = """
        update {schema}.wms_webhook_delivery d
        set due_at = least(d.due_at, $1), token = 0, lease_until = null, back_due_at = case when d.back_due_at > $1 then $1 else d.back_due_at end
        where d.id = any(array(
            select f.id from {schema}.wms_webhook_delivery f where f.due_at > $1 order by f.due_at desc limit 1000 for update skip locked))
        """;

    // Where a resend goes back to; only in lane 0.
    internal const string MoveBack = """
        update {schema}.wms_webhook_delivery d set back_due_at = $1
        where d.id = any(array(
            select f.id from {schema}.wms_webhook_delivery f where f.lane = 0 and f.back_due_at > $1 limit 1000 for update skip locked))
        """;

    internal const string MoveWaits = """
        update {schema}.wms_webhook_subscription s set wait_until = $1
        where s.id = any(array(
            select f.id from {schema}.wms_webhook_subscription f where f.wait_until > $1 order by f.id for update skip locked))
        """;

    public static async Task<int> RunAsync(PgDatabase database, DateTimeOffset latest, CancellationToken cancellationToken)
    {
        await RepeatAsync(database, MoveWaits, latest, cancellationToken).ConfigureAwait(false);
        return await RepeatAsync(database, Move, latest, cancellationToken).ConfigureAwait(false)
            + await RepeatAsync(database, MoveBack, latest, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> RepeatAsync(PgDatabase database, string text, DateTimeOffset latest, CancellationToken cancellationToken)
    {
        var moved = 0;
        while (true)
        {
            var count = await database.RunAsync((session, token) => session.ExecuteAsync(text, token, Parameter.Of(latest)), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return moved;
            }

            moved += count;
        }
    }
}
