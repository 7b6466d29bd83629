using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>A row of the hot table, locked, as far as people's wishes need it.</summary>
internal readonly record struct UnfinishedDelivery(long Id, DateTimeOffset DueAt, DateTimeOffset? LeaseUntil, AttemptTrigger Trigger, DateTimeOffset? BackDueAt, string? TenantId)
{
    internal const string FindRow = """
        select d.id, d.due_at, d.lease_until, d.trigger, d.back_due_at, e.tenant
        from {schema}.wms_webhook_delivery d join {schema}.wms_webhook_event e on e.key = d.event_key
        where d.id = $1 for update of d
        """;

    internal const string MakeDue = """
        update {schema}.wms_webhook_delivery set lane = 0, trigger = $2, due_at = $3, back_due_at = $4, lease_until = null, token = 0 where id = $1
        """;

    public static async Task<UnfinishedDelivery?> FindAsync(PgSession session, DeliveryId id, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            FindRow,
            static row => new UnfinishedDelivery(row.GetInt64(0), row.Time(1), row.TimeOrNull(2), (AttemptTrigger)row.GetInt16(3), row.TimeOrNull(4), row.TextOrNull(5)),
            cancellationToken,
            Parameter.Of(id.Value)).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    public bool IsBeingSent(DateTimeOffset now) => Lease.Holds(LeaseUntil, now);

    public bool IsSeenBy(TenantScope tenant) => tenant.Includes(TenantId);

    /// <summary>Makes it due apart from the lanes.</summary>
    public Task<int> ResendAsync(PgSession session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A test stays a test, or a failed one would go on by the schedule. A recovery has nowhere to go back to but the log.
        var (trigger, backDueAt) = Trigger switch
        {
            AttemptTrigger.Test => (AttemptTrigger.Test, null),
            AttemptTrigger.Scheduled => (AttemptTrigger.Resend, DueAt),
            _ => (AttemptTrigger.Resend, BackDueAt),
        };
        return session.ExecuteAsync(MakeDue, cancellationToken, Parameter.Of(Id), Parameter.Of((int)trigger), Parameter.Of(now), Parameter.Of(backDueAt));
    }
}
