using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Receiver.Handling;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receiver.Tests;

/// <summary>A real web host that receives at <c>/hooks</c> and keeps what its handlers were given.</summary>
internal sealed class ReceiverHost : IAsyncDisposable
{
    public const string Secret = "a-secret-of-some-length";
    public const string StandardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly WebApplication _application;

    private ReceiverHost(WebApplication application, RecordingLogs logs, Arrivals<ReceivedWebhook> handled, Arrivals<ReceivedWebhook<OrderShipped>> shipped) =>
        (_application, Logs, Handled, Shipped) = (application, logs, handled, shipped);

    public RecordingLogs Logs { get; }

    public Arrivals<ReceivedWebhook> Handled { get; }

    /// <summary>Those of them whose data became an object.</summary>
    public Arrivals<ReceivedWebhook<OrderShipped>> Shipped { get; }

    public IServiceProvider Services => _application.Services;

    public HttpClient Client { get; private set; } = null!;

    public string Url => new Uri(Client.BaseAddress!, "/hooks").AbsoluteUri;

    /// <summary>Handlers count what they get; <paramref name="before"/> runs first and may fail or wait.</summary>
    public static async Task<ReceiverHost> StartAsync(
        Action<WmsWebhookReceiverOptions>? configure = null, Func<ReceivedWebhook, CancellationToken, Task>? before = null, Action<WmsWebhookReceiverBuilder>? build = null,
        TimeProvider? clock = null, Action<WebApplicationBuilder>? host = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var logs = new RecordingLogs();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        host?.Invoke(builder);
        var handled = new Arrivals<ReceivedWebhook>("webhooks", static webhook => $"{webhook.Type} {webhook.Id}");
        var shipped = new Arrivals<ReceivedWebhook<OrderShipped>>("shipped orders", static webhook => webhook.Id);
        async Task HandleAsync(ReceivedWebhook webhook, CancellationToken cancellationToken)
        {
            await (before?.Invoke(webhook, cancellationToken) ?? Task.CompletedTask);
            handled.Add(webhook);
        }

        var receiver = builder.Services
            .AddWmsWebhookReceiver(options =>
            {
                options.Scheme = SignatureScheme.SmartWms;
                configure?.Invoke(options);
                if (options.Secrets.Count == 0 && options.ReadSecrets is null)
                {
                    options.Secrets.Add(options.Scheme == SignatureScheme.StandardWebhooks ? StandardSecret : Secret);
                }
            })
            .On<OrderShipped>(WmsEvents.OrderShipped, async (webhook, cancellationToken) =>
            {
                await HandleAsync(webhook.Webhook, cancellationToken);
                shipped.Add(webhook);
            })
            .OnAny(HandleAsync);
        build?.Invoke(receiver);
        var application = builder.Build();
        application.MapWmsWebhookReceiver("/hooks");
        map?.Invoke(application);
        var started = new ReceiverHost(application, logs, handled, shipped);
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        started.Client = new HttpClient { BaseAddress = new Uri(address) };
        return started;
    }

    public static byte[] Body(string id = "evt_1", string type = WmsEvents.OrderShipped, string data = """{"orderId":"ord_789","carrier":"UPS"}""") =>
        WebhookEnvelope.Write(id, type, new DateTimeOffset(2026, 1, 15, 10, 30, 0, TimeSpan.Zero), Encoding.UTF8.GetBytes(data));

    /// <summary>Sends a signed body.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        byte[] body, SignatureScheme scheme = SignatureScheme.SmartWms, string? secret = null, DateTimeOffset? now = null, string? contentType = "application/json; charset=utf-8", string path = "/hooks",
        CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        var key = WebhookSecret.Parse(secret ?? (scheme == SignatureScheme.StandardWebhooks ? StandardSecret : Secret));
        foreach (var (name, value) in WebhookSigner.Headers(scheme, key, "evt_1", now ?? DateTimeOffset.UtcNow, body))
        {
            request.Headers.Add(name, value);
        }

        return await Client.SendAsync(request, cancellationToken);
    }

    public async Task<HttpStatusCode> StatusAsync(byte[] body, SignatureScheme scheme = SignatureScheme.SmartWms, string? secret = null)
    {
        using var response = await SendAsync(body, scheme, secret);
        return response.StatusCode;
    }

    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}
