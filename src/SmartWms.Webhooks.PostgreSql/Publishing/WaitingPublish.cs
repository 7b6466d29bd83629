using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.PostgreSql.Publishing;

/// <summary>One publish until it is answered. It can be called off until it has been taken to be written.</summary>
internal sealed class WaitingPublish(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, DateTimeOffset leaseEnd) : IDisposable
{
    private readonly TaskCompletionSource<AddResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _calledOff;
    private int _isDecided;

    public IReadOnlyList<NewEvent> Events => events;

    public long? MatchedVersion => matchedVersion;

    public DateTimeOffset Now => now;

    public DateTimeOffset LeaseEnd => leaseEnd;

    public Task<AddResult> Answer => _answer.Task;

    public void CallOffWith(CancellationToken cancellationToken) =>
        _calledOff = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var publish = (WaitingPublish)state!;
                if (Interlocked.Exchange(ref publish._isDecided, 1) == 0)
                {
                    publish._answer.TrySetCanceled(token);
                }
            },
            this);

    /// <returns>Whether it is to be written; else it was called off.</returns>
    public bool Take() => Interlocked.Exchange(ref _isDecided, 1) == 0;

    public void Finish(AddResult result) => _answer.TrySetResult(result);

    public void Fail(Exception exception) => _answer.TrySetException(exception);

    public void Dispose() => _calledOff.Dispose();
}
