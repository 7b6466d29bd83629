using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sending;

/// <summary>One attempt under way: what is sent, and the one place where its answer arrives whatever handlers a host has added.</summary>
internal sealed class Attempt : IDisposable
{
    internal static readonly HttpRequestOptionsKey<Attempt> Key = new("SmartWms.Webhooks.Attempt");

    private readonly TaskCompletionSource<AttemptAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _deadline;
    private int _entered;
    private int _aborted;

    public Attempt(ClaimedDelivery delivery, SubscriptionSnapshot subscription, SealedContent content, DateTimeOffset startedAt, TimeProvider time)
    {
        Delivery = delivery;
        Subscription = subscription;
        Content = content;
        StartedAt = startedAt;
        StartedTimestamp = time.GetTimestamp();
        _deadline = new CancellationTokenSource(subscription.Deadline, time);
    }

    public ClaimedDelivery Delivery { get; }

    public SubscriptionSnapshot Subscription { get; }

    public SealedContent Content { get; }

    public int Number => Delivery.Attempts + 1;

    public DateTimeOffset StartedAt { get; }

    public long StartedTimestamp { get; }

    /// <summary>Covers look-up, connect, TLS, send, headers and body.</summary>
    public CancellationToken Token => _deadline.Token;

    public Task<AttemptAnswer> Answer => _answer.Task;

    /// <summary>Whether the request reached the innermost handler. Until then nothing can have been sent.</summary>
    public bool WasEntered => Volatile.Read(ref _entered) != 0;

    /// <summary>Whether the node's stop cut it.</summary>
    public bool WasAborted => Volatile.Read(ref _aborted) != 0;

    /// <summary>True for the first caller only.</summary>
    public bool TryEnter() => Interlocked.Exchange(ref _entered, 1) == 0;

    /// <summary>The newest answer; the same as <see cref="Answer"/> unless the host allows handlers to send again.</summary>
    public AttemptAnswer? Latest { get; private set; }

    public void Complete(AttemptAnswer answer)
    {
        Latest = answer;
        _answer.TrySetResult(answer);
    }

    /// <summary>Cuts the request: the grace of a stop is over.</summary>
    public void Abort()
    {
        Volatile.Write(ref _aborted, 1);
        try
        {
            _deadline.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended just now: there is nothing left to cut.
            return;
        }
    }

    public void Dispose() => _deadline.Dispose();
}
