using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Dashboard.Rendering;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>One request of a person: who asks, what was sent, and how it is answered.</summary>
internal sealed class Visit
{
    private const long MaxFormBytes = 1024 * 1024;

    public Visit(HttpContext context, WmsWebhooksDashboardOptions options, int depth, Access access)
    {
        Context = context;
        Access = access;
        var mount = Mount.Of(context.Request, depth);
        Preferences = Preferences.Of(context, mount);
        Ui = new Ui(options, mount, Texts.Texts.Of(Preferences.Language), context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow())
        {
            CanManage = access.MayManage,
            UserName = context.User.Identity?.Name,
            Theme = Preferences.Theme,
            Section = depth == 0 ? "" : (context.Request.Path.Value ?? "").Trim('/').Split('/')[^depth],
            HereWithQuery = context.Request.PathBase.Add(context.Request.Path).ToUriComponent() + WithoutNews(context.Request.Query),
            IsAnswer = !HttpMethods.IsGet(context.Request.Method),
            Done = SaidByUs(context.Request, "done"),
            DoneCount = int.TryParse(context.Request.Query["count"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0,
            CameFrom = Mount.CameFrom(context.Request, mount),
            Failed = SaidByUs(context.Request, "failed"),
            Since = SaidByUs(context.Request, "since"),
        };
    }

    public HttpContext Context { get; }

    public Access Access { get; }

    public Preferences Preferences { get; }

    public Ui Ui { get; }

    public TenantScope Tenant { get; set; }

    public CancellationToken Cancelled => Context.RequestAborted;

    public IWebhookSubscriptions Webhooks => Service<IWebhookSubscriptions>();

    public IWebhookDeliveries Deliveries => Service<IWebhookDeliveries>();

    public T Service<T>()
        where T : notnull => Context.RequestServices.GetRequiredService<T>();

    /// <summary>A value of the query, trimmed; <see langword="null"/> when empty, so that an empty field of a filter form is no filter.</summary>
    public string? Query(string name) => Context.Request.Query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    public SubscriptionId IdOfWebhook() => SubscriptionId.TryParse(Context.Request.RouteValues["id"] as string, out var id) ? id : throw ApiRequest.NotFound();

    public DeliveryId IdOfDelivery() => DeliveryId.TryParse(Context.Request.RouteValues["id"] as string, out var id) ? id : throw ApiRequest.NotFound();

    public async Task<WebhookSubscription> WebhookAsync() =>
        await Webhooks.FindAsync(IdOfWebhook(), Tenant, Cancelled).ConfigureAwait(false) ?? throw ApiRequest.NotFound();

    public async Task<IFormCollection> FormAsync()
    {
        if (Context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxFormBytes;
        }

        try
        {
            return Context.Request.HasFormContentType ? await Context.Request.ReadFormAsync(Cancelled).ConfigureAwait(false) : FormCollection.Empty;
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or (IOException and not BadHttpRequestException))
        {
            throw ApiRequest.Invalid("The form cannot be read: it is cut off, not what its content type says, or has too many fields.");
        }
    }

    /// <summary>The tenant that something is made for.</summary>
    public string? TenantOf(string? asked) => new ApiRequest(Context, Tenant, default).TenantOf(asked);

    /// <summary>Answers with a page.</summary>
    /// <typeparam name="TPage">The page's component; it gets <paramref name="view"/> injected.</typeparam>
    public async Task<IResult> PageAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TPage>(string title, object view, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new PageResult(await PageRenderer.RenderAsync<TPage>(this, title, view).ConfigureAwait(false), status);

    /// <summary>Goes on to a page after an action, so that loading it again does not repeat the action.</summary>
    /// <param name="path">Below the dashboard.</param>
    public IResult Go(string path) => new SeeOther(Ui.Link(path));

    /// <summary>The query without what an action said: in another language or theme it is not said again.</summary>
    private static string WithoutNews(IQueryCollection query) =>
        QueryString.Create(query.Where(pair => pair.Key is not ("done" or "failed" or "count"))).ToUriComponent();

    /// <summary>What an action of this dashboard says on the page it goes on to: not what a link on somebody else's page wants it to say.</summary>
    private static string SaidByUs(HttpRequest request, string name) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" ? "" : request.Query[name].ToString();
}
