using System.Runtime.CompilerServices;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Testing;

/// <summary>What the log says is still to be done. Deliveries of webhooks that are not active are not: they wait for a person.</summary>
internal sealed class UnfinishedDeliveries(IWebhookDeliveries deliveries)
{
    private const int PageSize = 200;

    public async Task<int> CountSendingAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in ListAsync([DeliveryState.Sending], cancellationToken).ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }

    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var delivery in ListAsync([DeliveryState.Pending, DeliveryState.Sending], cancellationToken).ConfigureAwait(false))
        {
            count += delivery.IsHeld ? 0 : 1;
        }

        return count;
    }

    public async Task<DateTimeOffset?> EarliestDueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? earliest = null;
        await foreach (var delivery in ListAsync([DeliveryState.Pending], cancellationToken).ConfigureAwait(false))
        {
            if (!delivery.IsHeld && delivery.DueAt is { } due && !(earliest <= due))
            {
                earliest = due;
            }
        }

        return earliest;
    }

    private async IAsyncEnumerable<DeliverySummary> ListAsync(DeliveryState[] states, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DeliveryQuery { States = states, PageSize = PageSize };
        while (true)
        {
            var page = await deliveries.ListAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var delivery in page)
            {
                yield return delivery;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            query = query with { Before = page[^1].Id };
        }
    }
}
