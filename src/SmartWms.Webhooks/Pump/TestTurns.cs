using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Pump;

/// <summary>
/// How many tests this node sends: a button that people press must not become a hammer for a receiver, nor a way to try out addresses by the thousand. Each tenant has a third of it,
/// so that one that presses without end leaves the others theirs.
/// </summary>
internal sealed class TestTurns(TimeProvider time)
{
    public const int MostAtOnce = 8;
    public const int MostInARow = 180;
    public const int MostAtOnceOfTenant = 3;
    public const int MostInARowOfTenant = 60;

    private static readonly TimeSpan Per = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly HashSet<SubscriptionId> _running = [];

    // Those who have sent a test of late only. What they sent came out of the node's own limit, so they are as many as that lets through in a minute, at most.
    private readonly Dictionary<TenantScope, Share> _shares = [];
    private readonly RateBucket _inARow = new(new RateLimit(MostInARow, Per), TimeSpan.Zero);
    private readonly long _begun = time.GetTimestamp();

    /// <summary>How many tenants it remembers.</summary>
    public int Tenants => _shares.Count;

    /// <summary>Takes a turn, which ends when what is returned is disposed.</summary>
    /// <exception cref="WebhookStateException">There is none now.</exception>
    public IDisposable Take(SubscriptionId webhook, string? tenantId)
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_begun);
            Forget(now);
            var tenant = TenantScope.Only(tenantId);
            var share = _shares.GetValueOrDefault(tenant) ?? new Share(now);
            Check(webhook, share, now);
            _inARow.Take(1);
            _running.Add(webhook);
            share.InARow.Take(1);
            share.Running++;
            _shares[tenant] = share;
            return new Turn(this, webhook, share);
        }
    }

    private void Check(SubscriptionId webhook, Share share, TimeSpan now)
    {
        if (_running.Contains(webhook))
        {
            throw new WebhookStateException($"A test of {webhook} is under way: wait for its result before sending another.");
        }

        if (share.Running >= MostAtOnceOfTenant)
        {
            throw new WebhookStateException(
                $"{MostAtOnceOfTenant} tests of this tenant's webhooks are under way on this node, which is the most at once: wait for the result of one of them.");
        }

        if (_running.Count >= MostAtOnce)
        {
            throw new WebhookStateException($"{MostAtOnce} tests are under way on this node, which is the most at once: wait for the result of one of them.");
        }

        if (share.InARow.Free(now) < 1)
        {
            throw new WebhookStateException(
                $"This node has sent {MostInARowOfTenant} tests of this tenant's webhooks in a short time; now it sends one a second: try again in a few seconds.");
        }

        if (_inARow.Free(now) < 1)
        {
            throw new WebhookStateException($"This node has sent {MostInARow} tests in a short time; now it sends three a second: try again in a few seconds.");
        }
    }

    private void Forget(TimeSpan now)
    {
        foreach (var (tenant, share) in _shares)
        {
            if (share.Running == 0 && share.InARow.Free(now) == MostInARowOfTenant)
            {
                _shares.Remove(tenant);
            }
        }
    }

    private void End(SubscriptionId webhook, Share share)
    {
        lock (_lock)
        {
            _running.Remove(webhook);
            share.Running--;
        }
    }

    private sealed class Share(TimeSpan now)
    {
        public RateBucket InARow { get; } = new(new RateLimit(MostInARowOfTenant, Per), now);

        public int Running { get; set; }
    }

    private sealed class Turn(TestTurns turns, SubscriptionId webhook, Share share) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isOver, true))
            {
                turns.End(webhook, share);
            }
        }
    }
}
