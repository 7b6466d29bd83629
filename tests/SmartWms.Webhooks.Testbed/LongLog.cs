using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Testbed;

/// <summary>A log in which each delivery that was attempted has been resent again and again, to a receiver that answers a lot.</summary>
public sealed class LongLog(IDeliveryLog inner, int attempts, string answer) : IDeliveryLog
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public async Task<DeliveryDetails?> GetAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken)
    {
        if (await inner.GetAsync(delivery, tenant, cancellationToken) is not { Attempts: [var first, ..] } details)
        {
            return null;
        }

        var all = Enumerable.Range(1, attempts)
            .Select(number => first with { Number = number, Trigger = number == 1 ? first.Trigger : AttemptTrigger.Resend, Answer = System.Text.Encoding.UTF8.GetBytes(answer) }).ToArray();
        return details with { Delivery = details.Delivery with { Attempts = attempts }, Attempts = DeliveryDetails.Shown(all) };
    }
}
