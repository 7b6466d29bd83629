namespace SmartWms.Webhooks.Reading;

/// <summary>
/// What people search and chart takes at most two of the store's places, each for five seconds: however many look through however much, sending and publishing
/// find a connection. Reading one delivery by its id is no search.
/// </summary>
internal sealed class ReadLimit(TimeProvider time) : IDisposable
{
    public const int Places = 2;

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _places = new(Places);

    /// <exception cref="WebhookReadTimeoutException">It took longer, the wait for a place included. The store was told to stop.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _places.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                return await read(either.Token).ConfigureAwait(false);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new WebhookReadTimeoutException(new WebhookReadTimeoutException().Message, exception);
        }
    }

    public void Dispose() => _places.Dispose();
}
