using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sending;

/// <summary>One attempt under way: what is sent, and the one place where its answer arrives whatever handlers a host has added.</summary>
internal sealed class Attempt : IDisposable
{
    internal static readonly HttpRequestOptionsKey<Attempt> Key = new("SmartWms.Webhooks.Attempt");

    private const int Entered = 1;
    private const int Closed = 2;

    private readonly DeadlinePool _deadlines;
    private readonly CancellationTokenSource _deadline;
    private TaskCompletionSource<AttemptAnswer>? _answer;
    private volatile bool _hasEnded;
    private int _entry;      // 0: not yet
    private volatile bool _wasAborted;

    public Attempt(ClaimedDelivery delivery, SubscriptionSnapshot subscription, SealedContent content, DateTimeOffset startedAt, long startedTimestamp, DeadlinePool deadlines)
    {
        Delivery = delivery;
        Subscription = subscription;
        Content = content;
        StartedAt = startedAt;
        StartedTimestamp = startedTimestamp;
        _deadlines = deadlines;
        _deadline = deadlines.Rent(subscription.Deadline);
    }

    public ClaimedDelivery Delivery { get; }

    public SubscriptionSnapshot Subscription { get; }

    public SealedContent Content { get; }

    public int Number => Delivery.Attempts + 1;

    public DateTimeOffset StartedAt { get; }

    public long StartedTimestamp { get; }

    /// <summary>Covers look-up, connect, TLS, send, headers and body. After the end it is cancelled: whoever comes late sends nothing.</summary>
    public CancellationToken Token => _hasEnded ? new CancellationToken(canceled: true) : _deadline.Token;

    /// <summary>The answer, for an attempt that goes through handlers of the host.</summary>
    public Task<AttemptAnswer> Answer => Source().Task;

    /// <summary>Whether the request can no longer reach the innermost handler: nothing was sent, and nothing will be.</summary>
    public bool IsClosed => Volatile.Read(ref _entry) == Closed;

    /// <summary>Whether the node's stop cut it.</summary>
    public bool WasAborted => _wasAborted;

    /// <summary>True for the first caller only, and for nobody once it is closed.</summary>
    public bool TryEnter() => Interlocked.CompareExchange(ref _entry, Entered, 0) == 0;

    /// <summary>Keeps the request from the innermost handler for good, and ends <see cref="Answer"/>, as none will come. False when it is there already: then one will.</summary>
    public bool TryClose()
    {
        if (Interlocked.CompareExchange(ref _entry, Closed, 0) == Entered)
        {
            return false;
        }

        Source().TrySetCanceled();
        return true;
    }

    /// <summary>The newest answer; the same as <see cref="Answer"/> unless the host allows handlers to send again.</summary>
    public AttemptAnswer? Latest { get; private set; }

    public void Complete(AttemptAnswer answer)
    {
        Latest = answer;
        Source().TrySetResult(answer);
    }

    /// <summary>Cuts the request: the grace of a stop is over.</summary>
    public void Abort()
    {
        lock (_deadline)
        {
            // One that has ended has given its deadline to another attempt.
            if (!_hasEnded)
            {
                _wasAborted = true;
                _deadline.Cancel();
            }
        }
    }

    public void Dispose()
    {
        lock (_deadline)
        {
            if (_hasEnded)
            {
                return;
            }

            _hasEnded = true;
        }

        if (_answer is null)
        {
            _deadlines.Return(_deadline);
        }
        else
        {
            // A handler of the host may hold the token for longer than the attempt lasts.
            _deadline.Dispose();
        }
    }

    private TaskCompletionSource<AttemptAnswer> Source() =>
        _answer ?? Interlocked.CompareExchange(ref _answer, new TaskCompletionSource<AttemptAnswer>(TaskCreationOptions.RunContinuationsAsynchronously), null) ?? _answer;
}
