using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.AspNetCore.Tests;

/// <summary>A real web host with the engine and the management API, where <c>viewer</c> reads and <c>manager</c> manages; a tenant is whom the header X-Tenant names.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Viewer = "viewer";
    public const string Manager = "manager";

    private readonly WebApplication _application;

    private ApiHost(WebApplication application, ScriptedReceiver receiver)
    {
        _application = application;
        Receiver = receiver;
    }

    public ScriptedReceiver Receiver { get; }

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _application.Services;

    public IWebhookSubscriptions Webhooks => Services.GetRequiredService<IWebhookSubscriptions>();

    public IWebhookDeliveries Deliveries => Services.GetRequiredService<IWebhookDeliveries>();

    public IEnumerable<RouteEndpoint> Endpoints => ((IEndpointRouteBuilder)_application).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public static WebApplication Build(Action<WmsWebhooksBuilder>? build = null, bool withEngine = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderSignIn>("header", null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("WmsViewer", policy => policy.RequireRole(Viewer, Manager))
            .AddPolicy("WmsAdmin", policy => policy.RequireRole(Manager));
        if (withEngine)
        {
            var engine = builder.Services.AddWmsWebhooks(options => options.Addresses = TestEngine.Loopback);
            if (build is null)
            {
                engine.UseInMemory();
            }
            else
            {
                build(engine);
            }
        }

        return builder.Build();
    }

    public static async Task<ApiHost> StartAsync(Action<WmsWebhooksBuilder>? build = null, Action<WmsWebhooksApiOptions>? configure = null, Action<RouteGroupBuilder>? group = null)
    {
        var application = Build(build);
        var api = application.MapWmsWebhooks("/api/webhooks", options =>
        {
            (options.ReadPolicy, options.ManagePolicy) = ("WmsViewer", "WmsAdmin");
            options.Tenant = context => context.Request.Headers["X-Tenant"].ToString() is { Length: > 0 } tenant ? TenantScope.Only(tenant) : TenantScope.All;
            configure?.Invoke(options);
        });
        group?.Invoke(api);
        var host = new ApiHost(application, await ScriptedReceiver.StartAsync());
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        host.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
        return host;
    }

    /// <summary>Makes a webhook past the API.</summary>
    public async Task<WebhookSubscription> SubscribeAsync(string path = "/erp", string? tenant = null) =>
        (await Webhooks.CreateAsync(new NewWebhookSubscription { Name = "ERP", Url = Receiver.UrlOf(path), EventTypes = ["order.*"], TenantId = tenant })).Webhook;

    /// <summary>Publishes one event and waits until its delivery has ended.</summary>
    public async Task<DeliverySummary> DeliverAsync(string? tenant = null, string subject = "SO-1")
    {
        var published = await Services.GetRequiredService<IWebhookDispatcher>().PublishAsync(
            WmsEvents.OrderShipped, new { orderId = "ord_789" }, new WebhookPublishOptions { TenantId = tenant, Subject = subject });
        DeliverySummary? ended = null;
        await Patience.UntilAsync(
            async () => (ended = (await Deliveries.ListAsync(new DeliveryQuery { EventIdPrefix = published.EventId })).SingleOrDefault(row => row.FinishedAt is not null)) is not null,
            () => "no delivery ended");
        return ended!;
    }

    /// <summary>Sends a request as a manager, unless another user is given; <c>""</c> is nobody.</summary>
    public async Task<ApiAnswer> SendAsync(string method, string path, string? json = null, string user = Manager, string? tenant = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/webhooks" + path);
        (string Name, string Value)[] own = [(HeaderSignIn.Header, user), ("X-Tenant", tenant ?? "")];
        foreach (var (name, value) in own.Concat(headers).Where(header => header.Value.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new ApiAnswer(response.StatusCode, text, response.Headers.ETag?.Tag, response.Headers.Location?.ToString(), response.Content.Headers.ContentType?.ToString(), response.Content.Headers.ContentDisposition?.ToString());
    }

    public Task<ApiAnswer> GetAsync(string path, string user = Viewer, string? tenant = null) => SendAsync("GET", path, null, user, tenant);

    public Task<ApiAnswer> PostAsync(string path, string? json = null) => SendAsync("POST", path, json);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
