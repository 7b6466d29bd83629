using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Publishing;

/// <summary>Fans an event out: one body for each contract in use, one delivery for each webhook that matches. Pure.</summary>
internal static class FanOut
{
    public static NewEvent Of(EventPlan plan, List<SubscriptionSnapshot> matched, BodyRenderer bodies, Func<SubscriptionSnapshot, long> lease, string? traceParent)
    {
        var rendered = new List<EventBody>(1);
        var deliveries = new NewDelivery[matched.Count];
        for (var index = 0; index < matched.Count; index++)
        {
            var contract = matched[index].Contract;
            var body = 0;
            while (body < rendered.Count && rendered[body].Contract != contract.Name)
            {
                body++;
            }

            if (body == rendered.Count)
            {
                rendered.Add(new EventBody(contract.Name, bodies.Envelope(plan.Rendered, contract, plan.Id, plan.OccurredAt)));
            }

            deliveries[index] = new NewDelivery(matched[index].Id, body);
        }

        // Leases last: rendering may refuse the event, and a reserved slot must not be lost for it.
        for (var index = 0; index < matched.Count; index++)
        {
            deliveries[index] = deliveries[index] with { LeaseToken = lease(matched[index]) };
        }

        return new NewEvent
        {
            TenantId = plan.Options.TenantId,
            Id = plan.Id,
            Type = plan.Type.Name,
            OccurredAt = plan.OccurredAt,
            Subject = plan.Options.Subject,
            Channels = plan.Options.Channels,
            DataHash = plan.Rendered.Hash,
            TraceParent = traceParent,
            Bodies = rendered,
            Deliveries = deliveries,
        };
    }
}
