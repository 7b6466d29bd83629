using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Pump;

/// <summary>How many tests this node sends: a button that people press must not become a hammer for a receiver, nor a way to try out addresses by the thousand.</summary>
internal sealed class TestTurns(TimeProvider time)
{
    public const int MostAtOnce = 8;
    public const int MostInARow = 60;

    private readonly Lock _lock = new();
    private readonly HashSet<SubscriptionId> _running = [];
    private readonly RateBucket _inARow = new(new RateLimit(MostInARow, TimeSpan.FromMinutes(1)), TimeSpan.Zero);
    private readonly long _begun = time.GetTimestamp();

    /// <summary>Takes a turn, which ends when what is returned is disposed.</summary>
    /// <exception cref="WebhookStateException">There is none now.</exception>
    public IDisposable Take(SubscriptionId webhook)
    {
        lock (_lock)
        {
            if (_running.Contains(webhook))
            {
                throw new WebhookStateException($"A test of {webhook} is under way: wait for its result before sending another.");
            }

            if (_running.Count >= MostAtOnce)
            {
                throw new WebhookStateException($"{MostAtOnce} tests are under way on this node, which is the most at once: wait for the result of one of them.");
            }

            if (_inARow.Free(time.GetElapsedTime(_begun)) < 1)
            {
                throw new WebhookStateException($"This node has sent {MostInARow} tests in a short time; now it sends one a second: try again in a few seconds.");
            }

            _inARow.Take(1);
            _running.Add(webhook);
            return new Turn(this, webhook);
        }
    }

    private void End(SubscriptionId webhook)
    {
        lock (_lock)
        {
            _running.Remove(webhook);
        }
    }

    private sealed class Turn(TestTurns turns, SubscriptionId webhook) : IDisposable
    {
        public void Dispose() => turns.End(webhook);
    }
}
