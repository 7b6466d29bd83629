namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>What is due apart from the lanes, but for that of some webhooks. Whole, or as a part of a claim.</summary>
/// <remarks>
/// Led by the webhooks that have any, each found and asked by one seek in an index of their own: what a webhook has due that is left out is not walked through, however much it is.
/// A claim of n looks at the first 2n of at most 2n webhooks, as another node may hold the first just now, and locks only what it takes.
/// </remarks>
internal static class OtherResends
{
    private const string Webhooks = """
        with recursive webhook as (
            (select d.subscription_id as id from {schema}.wms_webhook_delivery d where d.lane <> d.subscription_id order by d.subscription_id limit 1)
            union all
            select n.id from webhook w cross join lateral (
                select d.subscription_id as id from {schema}.wms_webhook_delivery d where d.lane <> d.subscription_id and d.subscription_id > w.id
                order by d.subscription_id limit 1) n
        )
        """;

    /// <summary>When the first of them is or was due; and when something is due in the lanes after $1, looked for past what is being sent. $2: the webhooks to leave out.</summary>
    public const string Look = Webhooks + $$"""

        select (
                select min(f.due_at) from webhook w cross join lateral (
                    select d.due_at from {schema}.wms_webhook_delivery d where d.lane <> d.subscription_id and d.subscription_id = w.id and {{Lease.IsFreeAt1}} order by d.due_at limit 1) f
                where w.id <> all($2::bigint[])),
            least(
                (select d.due_at from {schema}.wms_webhook_delivery d where d.due_at > $1 and d.lane <> 0 order by d.due_at limit 1),
                (select s.wait_until from {schema}.wms_webhook_subscription s where s.wait_until > $1 order by s.wait_until limit 1))
        """;

    /// <summary>The ids of those due, under lock. $5: now; $8: the webhooks to leave out; $9: how many; $10: where to begin.</summary>
    // Those due longest are among the first of the webhooks whose own first are due longest. What is locked is asked again: it may have been claimed or put back to its lane meanwhile.
    public const string Due = Webhooks + $$"""
        , started as materialized (
            select w.id from webhook w cross join lateral (
                select d.due_at from {schema}.wms_webhook_delivery d where d.lane <> d.subscription_id and d.subscription_id = w.id and d.due_at >= $10 and d.due_at <= $5 and {{Lease.IsFreeAt5}}
                order by d.due_at limit 1) f
            where w.id <> all($8::bigint[]) order by f.due_at limit 2 * $9
        ), candidate as materialized (
            select c.id from started s cross join lateral (
                select d.id, d.due_at from {schema}.wms_webhook_delivery d where d.lane <> d.subscription_id and d.subscription_id = s.id and d.due_at >= $10 and d.due_at <= $5 and {{Lease.IsFreeAt5}}
                order by d.due_at limit 2 * $9) c
            order by c.due_at
        )
        select q.id from candidate c cross join lateral (
            select d.id from {schema}.wms_webhook_delivery d where d.id = c.id and d.lane = 0 and d.due_at <= $5 and {{Lease.IsFreeAt5}} limit 1 for update skip locked) q
        limit $9
        """;
}
