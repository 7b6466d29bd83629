using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Gives pending deliveries up: one that a person names, and those that no lane will ever send, or not in time. A resend that is given up leaves its ended delivery as it was.</summary>
internal static class CancelDeliveries
{
    private const string Locked = $$"""
        with locked as materialized (
            select d.* from {schema}.wms_webhook_delivery d where d.id = any($1) and {{Lease.IsFreeAt2}} order by d.id for update skip locked
        )
        """;

    // Asked again of the locked row: who enabled a webhook and was told so finds nothing cancelled afterwards.
    private const string LockedHeld = $$"""
        with locked as materialized (
            select d.* from {schema}.wms_webhook_delivery d join {schema}.wms_webhook_subscription s on s.id = d.subscription_id
            where d.id = any($1) and {{Lease.IsFreeAt2}} and (s.state = 3 or (d.lane <> 0 and {{IsHeldSince3}}))
            order by d.id for update of d skip locked for share of s
        )
        """;

    // The row of the log that a resent delivery has already says how it ended, and goes on saying so.
    private const string End = """
        , removed as (
            delete from {schema}.wms_webhook_delivery where id = any(array(select l.id from locked l))
        ), ended as (
            insert into {schema}.wms_webhook_delivery_log as l
                (id, event_key, subscription_id, body, state, failure, finished_at, attempts, steps, status, latency, is_test)
            select d.id, d.event_key, d.subscription_id, d.body, 4, d.failure, $2, d.attempts, d.steps, d.status, d.latency, d.trigger = 3 from locked d
            on conflict (id) do update set failure = case l.state when 2 then l.failure else excluded.failure end,
                attempts = excluded.attempts, steps = excluded.steps, status = excluded.status, latency = excluded.latency
        )
        select d.id from locked d
        """;

    private const string IsHeldSince3 = "s.state <> 0 and s.state_changed_at <= $3";

    internal const string Cancel = Locked + End;

    internal const string CancelHeld = LockedHeld + End;

    // What a person made due (lane 0) no pause holds.
    internal const string FindHeld = $$"""
        select h.id from {schema}.wms_webhook_subscription s cross join lateral (
            select d.id from {schema}.wms_webhook_delivery d where d.lane = s.id and {{Lease.IsFreeAt2}} limit $1) h
        where s.state = 3 or ({{IsHeldSince3}})
        union all
        select d.id from {schema}.wms_webhook_delivery d join {schema}.wms_webhook_subscription s on s.id = d.subscription_id
        where d.lane = 0 and {{Lease.IsFreeAt2}} and s.state = 3 limit $1
        """;

    public static async Task<CancelOutcome> OneAsync(PgSession session, DeliveryId id, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await UnfinishedDelivery.FindAsync(session, id, cancellationToken).ConfigureAwait(false) is not { } delivery)
        {
            return await FinishedDelivery.FindAsync(session, id, cancellationToken).ConfigureAwait(false) is { } finished && finished.IsSeenBy(tenant)
                ? CancelOutcome.AlreadyEnded
                : CancelOutcome.NotFound;
        }

        if (!delivery.IsSeenBy(tenant))
        {
            return CancelOutcome.NotFound;
        }

        return delivery.IsBeingSent(now) || await RunAsync(session, Cancel, cancellationToken, Parameter.Of([id.Value]), Parameter.Of(now)).ConfigureAwait(false) == 0
            ? CancelOutcome.BeingSent
            : CancelOutcome.Cancelled;
    }

    public static async Task<int> HeldAsync(PgSession session, DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = await session.QueryAsync(
            FindHeld, static row => row.GetInt64(0), cancellationToken, Parameter.Of((long)limit), Parameter.Of(now), Parameter.Of(heldSince)).ConfigureAwait(false);
        return ids.Count == 0
            ? 0
            : await RunAsync(session, CancelHeld, cancellationToken, Parameter.Of(ids.ToArray()), Parameter.Of(now), Parameter.Of(heldSince)).ConfigureAwait(false);
    }

    private static async Task<int> RunAsync(PgSession session, string text, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        (await session.QueryAsync(text, static row => row.GetInt64(0), cancellationToken, parameters).ConfigureAwait(false)).Count;
}
