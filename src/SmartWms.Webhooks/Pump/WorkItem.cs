using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Pump;

/// <summary>A claimed delivery on its way through this node, with the slot that it holds.</summary>
/// <param name="delivery">What was claimed.</param>
/// <param name="lane">The lane whose slot it holds; <see langword="null"/> for a resend, which holds one outside the lanes.</param>
/// <param name="leaseEndsAt">When the lease is over, on the monotonic clock, counted from before the claim.</param>
internal sealed class WorkItem(ClaimedDelivery delivery, SubscriptionId? lane, TimeSpan leaseEndsAt) : IThreadPoolWorkItem
{
    private DeliveryStep? _step;

    public ClaimedDelivery Delivery => delivery;

    public SubscriptionId? Lane => lane;

    public TimeSpan LeaseEndsAt => leaseEndsAt;

    /// <summary>Until its slot is given back, once.</summary>
    public bool HoldsSlot { get; set; } = true;

    /// <summary>Whether its lane counts it among the requests under way.</summary>
    public bool HasStarted { get; set; }

    /// <summary>Is its own entry in the thread pool's queue: nothing is allocated for starting it.</summary>
    public void Queue(DeliveryStep step)
    {
        _step = step;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = _step!.RunAsync(this);
}
