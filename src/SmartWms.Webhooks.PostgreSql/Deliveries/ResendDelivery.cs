using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Makes one delivery due now, apart from the lanes. In a transaction: each statement sees what ended while the one before it waited.</summary>
internal static class ResendDelivery
{
    public static async Task<ResendOutcome> RunAsync(PgSession session, DeliveryId id, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await UnfinishedDelivery.FindAsync(session, id, cancellationToken).ConfigureAwait(false) is { } unfinished)
            {
                return await ResendAsync(session, unfinished, tenant, now, cancellationToken).ConfigureAwait(false);
            }

            if (await FinishedDelivery.FindAsync(session, id, cancellationToken).ConfigureAwait(false) is not { } finished || !finished.IsSeenBy(tenant))
            {
                return ResendOutcome.NotFound;
            }

            if (!finished.HasBody)
            {
                return ResendOutcome.BodyPurged;
            }

            if (await FinishedDelivery.ResendAsync(session, [finished.Id], AttemptTrigger.Resend, now, cancellationToken).ConfigureAwait(false) == 1)
            {
                return ResendOutcome.Due;
            }

            // Somebody else resent it between the two looks: it is unfinished now.
        }
    }

    private static async Task<ResendOutcome> ResendAsync(PgSession session, UnfinishedDelivery delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!delivery.IsSeenBy(tenant))
        {
            return ResendOutcome.NotFound;
        }

        if (delivery.IsBeingSent(now))
        {
            return ResendOutcome.BeingSent;
        }

        await delivery.ResendAsync(session, now, cancellationToken).ConfigureAwait(false);
        return ResendOutcome.Due;
    }
}
