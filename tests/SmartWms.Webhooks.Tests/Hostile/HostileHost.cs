using System.Globalization;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Hostile;

/// <summary>An engine with a webhook for each behaviour, each asking for an event type of its own.</summary>
internal sealed class HostileHost : IAsyncDisposable
{
    private readonly List<RawTcpReceiver> _receivers = [];

    private HostileHost(TestEngine engine) => Engine = engine;

    public static IReadOnlyList<Behaviour> Behaviours { get; } = [.. PlainBehaviours.All, .. TlsBehaviours.All];

    public TestEngine Engine { get; }

    public Dictionary<SubscriptionId, Behaviour> Webhooks { get; } = [];

    /// <summary>One for each behaviour.</summary>
    public IEnumerable<string> EventTypes => Enumerable.Range(0, Behaviours.Count).Select(EventType);

    public static async Task<HostileHost> StartAsync()
    {
        var host = new HostileHost(await TestEngine.StartAsync(
            options => options.Contract = WebhookContract.Wms,
            builder =>
            {
                foreach (var index in Enumerable.Range(0, Behaviours.Count))
                {
                    builder.AddEventType(EventType(index));
                }

                return builder.UseInMemory().AddEventType("healthy.event").ConfigureHandler(handler => handler.SslOptions.CertificateChainPolicy = TestCertificates.Trust);
            }));
        foreach (var (index, behaviour) in Behaviours.Index())
        {
            var receiver = RawTcpReceiver.Start(behaviour.Script);
            host._receivers.Add(receiver);
            var url = behaviour.IsTls ? receiver.Url.AbsoluteUri.Replace("http:", "https:", StringComparison.Ordinal) : receiver.Url.AbsoluteUri;
            var id = await host.Engine.SubscribeAsync(url, form =>
            {
                (form.Name, form.EventTypes, form.Deadline) = (behaviour.Name.Replace('\0', '0'), [EventType(index)], behaviour.Deadline);
                form.Schedule = [TimeSpan.FromDays(1)];
            });
            host.Webhooks[id] = behaviour;
        }

        return host;
    }

    /// <summary>Every delivery with its attempts.</summary>
    public async Task<IReadOnlyList<DeliveryDetails>> AttemptedAsync(int deliveries, TimeSpan limit)
    {
        IReadOnlyList<DeliverySummary> rows = [];
        await Patience.UntilAsync(
            async () => (rows = await RowsAsync()).Count(row => row.Attempts > 0) >= deliveries,
            () => string.Join("; ", rows.Where(row => row.Attempts == 0).Select(row => Webhooks[row.Subscription].Name)),
            limit);
        var details = await Task.WhenAll(rows.Select(row => Engine.Deliveries.FindAsync(row.Id)));
        return [.. details.OfType<DeliveryDetails>()];
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_receivers.Select(receiver => receiver.DisposeAsync().AsTask()));
        await Engine.DisposeAsync();
    }

    private static string EventType(int index) => string.Create(CultureInfo.InvariantCulture, $"hostile.b{index}");

    private async Task<IReadOnlyList<DeliverySummary>> RowsAsync()
    {
        var rows = new List<DeliverySummary>();
        foreach (var id in Webhooks.Keys)
        {
            rows.AddRange(await Engine.Deliveries.ListAsync(new DeliveryQuery { Subscription = id }));
        }

        return rows;
    }
}
