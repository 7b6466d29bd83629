using System.Diagnostics.CodeAnalysis;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>The subscriptions with their lanes, by id and by key, and the version of them all.</summary>
internal sealed class SubscriptionTable
{
    private readonly Dictionary<SubscriptionId, Lane> _lanes = [];
    private readonly Dictionary<(string? Tenant, string Key), Lane> _byKey = [];
    private readonly List<Lane> _byId = [];

    public long Version { get; private set; }

    /// <summary>The lanes of the subscriptions of this store, by id.</summary>
    public IReadOnlyList<Lane> Lanes => _byId;

    public Lane? Find(SubscriptionId id) => _lanes.GetValueOrDefault(id);

    public Lane? FindByKey(string? tenantId, string key) => _byKey.GetValueOrDefault((tenantId, key));

    /// <summary>No foreign key leads from delivery to subscription, so a lane may be there before its subscription.</summary>
    public Lane LaneOf(SubscriptionId id)
    {
        if (!_lanes.TryGetValue(id, out var lane))
        {
            lane = new Lane(id);
            _lanes.Add(id, lane);
        }

        return lane;
    }

    public StoredSubscription? Create(StoredSubscription subscription)
    {
        if (HasLivingKey(subscription, out var key) && _byKey.ContainsKey(key))
        {
            return null;
        }

        var lane = LaneOf(new SubscriptionId(_byId.Count + 1));
        (lane.WaitUntil, lane.FirstFailureAt, lane.FailedInARow) = (subscription.WaitUntil, subscription.FirstFailureAt, subscription.FailedInARow);
        _byId.Add(lane);
        return Put(lane, subscription);
    }

    public StoredSubscription? Update(StoredSubscription subscription)
    {
        if (Find(subscription.Id) is not { Subscription: { } stored } lane || stored.Version != subscription.Version)
        {
            return null;
        }

        if (HasLivingKey(subscription, out var key) && _byKey.TryGetValue(key, out var holder) && holder != lane)
        {
            throw new InvalidOperationException($"Another living subscription of the tenant has the key '{subscription.Key}'.");
        }

        if (subscription.EnableEpoch > stored.EnableEpoch)
        {
            lane.ClearFailures();
            lane.WaitUntil = null;
        }

        return Put(lane, subscription);
    }

    /// <summary>Writes a row under the next version. The lane's counters stay as they are.</summary>
    public StoredSubscription Put(Lane lane, StoredSubscription subscription)
    {
        if (lane.Subscription is { } before && HasLivingKey(before, out var oldKey))
        {
            _byKey.Remove(oldKey);
        }

        if (HasLivingKey(subscription, out var key))
        {
            _byKey.Add(key, lane);
        }

        lane.Subscription = subscription with { Id = lane.Id, Version = ++Version };
        return lane.Subscription;
    }

    /// <summary>Where the lanes after this one begin in <see cref="Lanes"/>; ids are given from 1 without gaps.</summary>
    public int IndexAfter(SubscriptionId id) => (int)Math.Clamp(id.Value, 0, _byId.Count);

    private static bool HasLivingKey(StoredSubscription subscription, [NotNullWhen(true)] out (string? Tenant, string Key) key)
    {
        key = (subscription.TenantId, subscription.Key!);
        return subscription.Key is not null && subscription.State != SubscriptionState.Deleted;
    }
}
