using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.AspNetCore.Tests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>A real web host with the engine and the dashboard, where <c>viewer</c> reads and <c>manager</c> manages; a tenant is whom the header X-Tenant names.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    public const string Mount = "/admin/webhooks";
    public const string Viewer = "viewer";
    public const string Manager = "manager";
    public const string Stranger = "stranger";

    private readonly WebApplication _application;

    private DashboardHost(WebApplication application, ScriptedReceiver receiver, string pathBase)
    {
        _application = application;
        Receiver = receiver;
        PathBase = pathBase;
    }

    public ScriptedReceiver Receiver { get; }

    public string PathBase { get; }

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _application.Services;

    public IWebhookSubscriptions Webhooks => Services.GetRequiredService<IWebhookSubscriptions>();

    public IWebhookDeliveries Deliveries => Services.GetRequiredService<IWebhookDeliveries>();

    public IWebhookDispatcher Dispatcher => Services.GetRequiredService<IWebhookDispatcher>();

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
            (build ?? (each => each.UseInMemory()))(engine);
        }

        return builder.Build();
    }

    public static async Task<DashboardHost> StartAsync(Action<WmsWebhooksBuilder>? build = null, Action<WmsWebhooksDashboardOptions>? configure = null, string pathBase = "")
    {
        var application = Build(build);
        if (pathBase.Length > 0)
        {
            application.UsePathBase(pathBase);
            application.UseRouting();
        }

        application.MapWmsWebhooksDashboard(Mount, options =>
        {
            (options.ReadPolicy, options.ManagePolicy) = ("WmsViewer", "WmsAdmin");
            options.Tenant = context => context.Request.Headers["X-Tenant"].ToString() is { Length: > 0 } tenant ? TenantScope.Only(tenant) : TenantScope.All;
            configure?.Invoke(options);
        });
        var host = new DashboardHost(application, await ScriptedReceiver.StartAsync(), pathBase);
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        host.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(address) };
        return host;
    }

    public async Task<WebhookSubscription> SubscribeAsync(string path = "/erp", string? tenant = null, string name = "ERP_Order_Sync", Action<NewWebhookSubscription>? configure = null)
    {
        var form = new NewWebhookSubscription { Name = name, Url = Receiver.UrlOf(path), EventTypes = ["order.*"], TenantId = tenant };
        configure?.Invoke(form);
        return (await Webhooks.CreateAsync(form)).Webhook;
    }

    public async Task<string> PublishAsync(string? tenant = null, string? subject = "SO-1", object? data = null) =>
        (await Dispatcher.PublishAsync(
            WmsEvents.OrderShipped, data ?? new { orderId = "ord_789" }, new WebhookPublishOptions { TenantId = tenant, Subject = subject })).EventId;

    /// <summary>Publishes one event and waits until its delivery stands as wished; finished unless said otherwise.</summary>
    public async Task<DeliverySummary> DeliverAsync(string? tenant = null, string? subject = "SO-1", Func<DeliverySummary, bool>? reached = null)
    {
        var eventId = await PublishAsync(tenant, subject);
        return await WaitForAsync(eventId, reached ?? (row => row.FinishedAt is not null));
    }

    public async Task<DeliverySummary> WaitForAsync(string eventId, Func<DeliverySummary, bool> reached)
    {
        DeliverySummary? found = null;
        await Patience.UntilAsync(
            async () => (found = (await Deliveries.ListAsync(new DeliveryQuery { EventIdPrefix = eventId })).FirstOrDefault(reached)) is not null,
            () => $"no delivery of {eventId} came that far");
        return found!;
    }

    /// <summary>A page of the dashboard, as a viewer unless another user is given; <c>""</c> is nobody.</summary>
    public Task<PageAnswer> GetAsync(string path = "", string user = Viewer, string? tenant = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, user, tenant, headers);

    /// <summary>A form as a manager's browser sends it.</summary>
    public Task<PageAnswer> PostAsync(string path, (string Name, string Value)[]? form = null, string user = Manager, string? tenant = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, form ?? [], user, tenant, headers.Length == 0 ? [("Sec-Fetch-Site", "same-origin")] : headers);

    public async Task<PageAnswer> SendAsync(HttpMethod method, string path, (string Name, string Value)[]? form, string user, string? tenant, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"{PathBase}{Mount}{(path.Length == 0 || path[0] == '?' ? path : "/" + path)}");
        (string Name, string Value)[] own = [(HeaderSignIn.Header, user), ("X-Tenant", tenant ?? "")];
        foreach (var (name, value) in own.Concat(headers).Where(header => header.Value.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Content = form is null ? null : new FormUrlEncodedContent(form.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        using var response = await Client.SendAsync(request);
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join('\n', header.Value), StringComparer.OrdinalIgnoreCase);
        return new PageAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.ToString(), all);
    }

    /// <summary>Follows what an action goes on to.</summary>
    public async Task<PageAnswer> FollowAsync(PageAnswer answer, string user = Manager)
    {
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        return await GetAsync(answer.Location!, user);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
