using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Hosting;

/// <summary>The stores of this host, made once and closed with it. The container disposes what it has made itself, which the choice is not.</summary>
internal sealed class ChosenStores(StoreChoice choice, IServiceProvider services) : IAsyncDisposable, IDisposable
{
    public WebhookStores Stores { get; } = choice.Make(services);

    public ValueTask DisposeAsync() => Stores.CloseAsync?.Invoke() ?? ValueTask.CompletedTask;

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
