using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Benchmarks.Footprint;

/// <summary>A database whose growth is watched.</summary>
internal interface IFootprint : IAsyncDisposable
{
    string Name { get; }

    Task<WebhookStores> OpenAsync();

    /// <summary>From here it is counted.</summary>
    Task BeginAsync();

    /// <summary>What has grown since: bytes, or a number.</summary>
    Task<IReadOnlyList<(string What, double Amount, bool IsBytes)>> EndAsync();
}
