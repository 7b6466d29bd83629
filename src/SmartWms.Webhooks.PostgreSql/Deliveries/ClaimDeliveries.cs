using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Claims exact amounts of the named lanes in one statement, bodies included. Rows that another node holds are passed over, never waited for.</summary>
internal static class ClaimDeliveries
{
    // Lane 0 is what a person made due: it has no subscription whose state could hold it back.
    private const string Lanes = """
        with asked as materialized (
            select l.lane, l.pick, l.cap, l.low from unnest($1::bigint[], $2::integer[], $3::integer[], $4::timestamptz[]) as l(lane, cap, pick, low)
            left join {schema}.wms_webhook_subscription s on s.id = l.lane
            where l.lane = 0 or (s.state = 0 and (s.wait_until is null or s.wait_until <= $5))
        )
        """;

    // What stands in front and is being sent is passed over: in a lane never more than may be in flight.
    private const string LongestDue = $$"""
        select q.id from taken t cross join lateral (
            select d.id from {schema}.wms_webhook_delivery d where d.lane = t.lane and d.due_at >= t.low and d.due_at <= $5 and {{Lease.IsFreeAt5}}
            order by d.due_at limit t.cap for update skip locked) q
        """;

    // The ids are one array before anything is written: no plan can read the whole queue for them, and none can take more than was asked for.
    // An event's first body stands in its own row; only what does not is looked up.
    private const string Take = """

            )) and e.key = d.event_key and s.id = d.subscription_id
        returning d.id, d.subscription_id, s.version, s.enable_epoch, d.attempts, d.steps, d.claims, d.trigger, d.due_at,
            e.added_at, e.id, e.type, e.tenant, e.trace_parent,
            case when d.body = 0 and e.contract is not null then e.contract else (
                select b.contract from {schema}.wms_webhook_body b where b.event_key = d.event_key and b.number = d.body) end,
            case when d.body = 0 and e.contract is not null then e.bytes else (
                select b.bytes from {schema}.wms_webhook_body b where b.event_key = d.event_key and b.number = d.body) end
        """;

    // Of one whose lease ran out, that was the moment it became due again.
    private const string Update = """

        update {schema}.wms_webhook_delivery d
        set due_at = case when d.lease_until <= $5 then d.lease_until else d.due_at end, lease_until = $6, claims = d.claims + 1, token = $7
        from {schema}.wms_webhook_event e, {schema}.wms_webhook_subscription s
        where d.id = any(array(
        """;

    private const string LanesOnly = Lanes + ", taken as materialized (select lane, cap, low from asked)" + Update + LongestDue;

    private const string PicksOnly = Lanes + $$"""
        , picked as materialized (
            select a.*, p.id as oldest, coalesce(p.is_due, false) as is_due from asked a left join lateral (
                select d.id, d.due_at <= $5 and {{Lease.IsFreeAt5}} as is_due from {schema}.wms_webhook_delivery d where d.lane = a.lane and d.attempts > 0 order by d.id limit 1) p on a.pick <> 0
        ), taken as materialized (
            select lane, case pick when 0 then cap else 1 end as cap, low from picked where oldest is null or (pick = 2 and not is_due)
        )
        """ + Update + LongestDue + $$"""

            union all
            select q.id from picked p cross join lateral (
                select d.id from {schema}.wms_webhook_delivery d where d.id = p.oldest and d.due_at <= $5 and {{Lease.IsFreeAt5}} for update skip locked) q
            where p.is_due
        """;

    // A claim of all resends asks for lane 0 as for any other.
    private const string AndOtherResends = "\nunion all (" + OtherResends.Due + ")";

    internal const string ByLane = LanesOnly + Take;

    internal const string ByPick = PicksOnly + Take;

    internal const string ByLaneAndOtherResends = LanesOnly + AndOtherResends + Take;

    internal const string ByPickAndOtherResends = PicksOnly + AndOtherResends + Take;

    internal const string StoreTime = "select clock_timestamp()";

    // A lane is walked along in order and left after the first few: of a queue whose statistics are old a plan would read all that is due, as a bitmap, and sort it.
    internal const string InOrder = StoreTime + ", set_config('enable_bitmapscan', 'off', true)";

    public static async Task<ClaimResult> RunAsync(PgSession session, Claim claim, DateTimeOffset low, CancellationToken cancellationToken)
    {
        var lanes = claim.Lanes.Where(lane => lane.Max > 0).ToList();
        var ofOthers = claim.Resends > 0 && claim.NoResendsOf.Count > 0;
        if (claim.Resends > 0 && !ofOthers)
        {
            lanes.Add(new LaneClaim(default, claim.Resends));
        }

        if (lanes.Count == 0 && !ofOthers)
        {
            return new ClaimResult([], (await session.QueryAsync(StoreTime, static row => row.Time(0), cancellationToken).ConfigureAwait(false))[0]);
        }

        List<NpgsqlParameter> parameters =
        [
            Parameter.Of(lanes.Select(lane => lane.Subscription.Value).ToArray()),
            Parameter.Of(lanes.Select(lane => lane.Max).ToArray()),
            Parameter.Of(lanes.Select(lane => (int)lane.Pick).ToArray()),
            Parameter.Of(lanes.Select(lane => lane.NotBefore > low ? lane.NotBefore : low).ToArray()),
            Parameter.Of(claim.Now),
            Parameter.Of(claim.Now + claim.LeaseFor),
            Parameter.Of(claim.LeaseToken),
        ];
        var picks = lanes.Exists(lane => lane.Pick != LanePick.LongestDue);
        var text = picks ? ByPick : ByLane;
        if (ofOthers)
        {
            text = picks ? ByPickAndOtherResends : ByLaneAndOtherResends;
            parameters.AddRange([Parameter.Of(claim.NoResendsOf.Select(webhook => webhook.Value).ToArray()), Parameter.Of((long)claim.Resends), Parameter.Of(low)]);
        }

        var (time, claimed) = await session.QueryBothAsync(
            (InOrder, static row => row.Time(0), []), (text, row => Read(row, claim.LeaseToken), [.. parameters]), cancellationToken).ConfigureAwait(false);
        return new ClaimResult(claimed, time[0]);
    }

    private static ClaimedDelivery Read(NpgsqlDataReader row, long token) => new()
    {
        Id = new DeliveryId(row.GetInt64(0)),
        Subscription = new SubscriptionId(row.GetInt64(1)),
        SubscriptionVersion = row.GetInt64(2),
        EnableEpoch = row.GetInt32(3),
        LeaseToken = token,
        Attempts = row.GetInt32(4),
        Steps = row.GetInt32(5),
        Claims = row.GetInt32(6),
        Trigger = (AttemptTrigger)row.GetInt16(7),
        DueAt = row.Time(8),
        CreatedAt = row.Time(9),
        EventId = row.GetString(10),
        EventType = row.GetString(11),
        TenantId = row.TextOrNull(12),
        TraceParent = row.TextOrNull(13),
        Contract = row.GetString(14),
        Body = row.Bytes(15),
    };
}
