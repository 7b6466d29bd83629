using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>A subscription with its queue and what the delivery store keeps of it.</summary>
/// <param name="id">The subscription's id.</param>
internal sealed class Lane(SubscriptionId id)
{
    private readonly SortedSet<long> _attempted = [];
    private StoredSubscription? _subscription;

    public SubscriptionId Id { get; } = id;

    /// <summary>Its unfinished deliveries but those apart, by due time.</summary>
    public TimeQueue Queue { get; } = new();

    /// <summary>Its resends and tests, by due time. Changed through <see cref="ApartQueue"/> only.</summary>
    public TimeQueue Apart { get; } = new();

    /// <summary>Its failed deliveries that are not tests, by id.</summary>
    public SortedSet<long> Failed { get; } = [];

    public DateTimeOffset? WaitUntil { get; set; }

    public DateTimeOffset? FirstFailureAt { get; set; }

    public int FailedInARow { get; set; }

    /// <summary>The row with its counters as of now; <see langword="null"/> when the subscription is not of this store, and then it is never served.</summary>
    public StoredSubscription? Subscription
    {
        get
        {
            if (_subscription is { } row && (row.WaitUntil != WaitUntil || row.FirstFailureAt != FirstFailureAt || row.FailedInARow != FailedInARow))
            {
                _subscription = row with { WaitUntil = WaitUntil, FirstFailureAt = FirstFailureAt, FailedInARow = FailedInARow };
            }

            return _subscription;
        }

        set => _subscription = value;
    }

    public bool IsActive => _subscription is { State: SubscriptionState.Active };

    /// <summary>The lowest id of those in the queue that have been attempted; <see langword="null"/> when none has.</summary>
    public DeliveryId? OldestAttempted => _attempted.Count > 0 ? new DeliveryId(_attempted.Min) : null;

    public long Version => _subscription?.Version ?? 0;

    public int EnableEpoch => _subscription?.EnableEpoch ?? 0;

    public bool IsServed(DateTimeOffset now) => IsActive && !(WaitUntil > now);

    public void ClearFailures() => (FirstFailureAt, FailedInARow) = (null, 0);

    public void Index(DeliveryRow row)
    {
        var isAttempted = !row.IsFinished && !row.IsApart && row.Attempts.Length > 0;
        if (row.Progress is { } progress && progress.IsAmongAttempted != isAttempted)
        {
            progress.IsAmongAttempted = isAttempted;
            _ = isAttempted ? _attempted.Add(row.Id) : _attempted.Remove(row.Id);
        }

        if (row is { State: DeliveryState.Failed, Trigger: not AttemptTrigger.Test })
        {
            Failed.Add(row.Id);
        }
        else
        {
            Forget(row);
        }
    }

    public void Erase(DeliveryRow row)
    {
        _attempted.Remove(row.Id);
        Forget(row);
    }

    public void Forget(DeliveryRow row)
    {
        if (Failed.Count > 0)
        {
            Failed.Remove(row.Id);
        }
    }
}
