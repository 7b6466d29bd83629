namespace SmartWms.Webhooks.Sqlite.Writing;

/// <summary>One caller's piece of a batch. It can run more than once until its batch has committed; its caller learns the last run's result.</summary>
internal abstract class WriteOperation(WriteKind kind, long enqueuedAt)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int GivenUp = 2;

    private int _state;

    public WriteKind Kind { get; } = kind;

    /// <summary>The clock's timestamp when it began to wait.</summary>
    public long EnqueuedAt { get; } = enqueuedAt;

    /// <summary>Decides, once, between the writer and a caller that gave up.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    public abstract void Run(WriteSession session);

    /// <summary>After the commit.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);

    protected bool TryGiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting;
}

/// <inheritdoc />
internal sealed class WriteOperation<T> : WriteOperation
{
    private readonly Func<WriteSession, T> _work;
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _cancellation;
    private T _result = default!;

    public WriteOperation(WriteKind kind, long enqueuedAt, Func<WriteSession, T> work)
        : base(kind, enqueuedAt)
    {
        _work = work;
    }

    public Task<T> Task => _completion.Task;

    /// <summary>From now on the token takes it out, as long as the writer has not begun with it.</summary>
    public void CancelWith(CancellationToken cancellationToken) =>
        _cancellation = cancellationToken.UnsafeRegister(
            static (operation, token) =>
            {
                var self = (WriteOperation<T>)operation!;
                if (self.TryGiveUp())
                {
                    self._completion.TrySetCanceled(token);
                }
            },
            this);

    public override void Run(WriteSession session) => _result = _work(session);

    public override void Complete()
    {
        _cancellation.Dispose();
        _completion.TrySetResult(_result);
    }

    public override void Fail(Exception exception)
    {
        _cancellation.Dispose();
        _completion.TrySetException(exception);
    }
}
