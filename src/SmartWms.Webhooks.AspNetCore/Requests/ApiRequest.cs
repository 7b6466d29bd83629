using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>One request: who asks, and what of it is read.</summary>
internal sealed class ApiRequest(HttpContext context, TenantScope tenant)
{
    private const long MaxBodyBytes = 1024 * 1024;

    public TenantScope Tenant => tenant;

    public CancellationToken Cancelled => context.RequestAborted;

    public HttpResponse Response => context.Response;

    public IWebhookSubscriptions Webhooks => Service<IWebhookSubscriptions>();

    public IWebhookDeliveries Deliveries => Service<IWebhookDeliveries>();

    public T Service<T>()
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    /// <summary>The address of this request's own resource, with <paramref name="suffix"/> behind it.</summary>
    public string PathOf(string suffix) => $"{context.Request.PathBase}{context.Request.Path.Value?.TrimEnd('/')}/{suffix}";

    public SubscriptionId IdOfWebhook() => SubscriptionId.TryParse(context.Request.RouteValues["id"] as string, out var id) ? id : throw NotFound();

    public DeliveryId IdOfDelivery() => DeliveryId.TryParse(context.Request.RouteValues["id"] as string, out var id) ? id : throw NotFound();

    /// <summary>The one value of each of these query parameters. Any other name, and a name twice, is an error: a misspelt filter must not show everything.</summary>
    public Query Query(params string[] names)
    {
        foreach (var (name, values) in context.Request.Query)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                throw Invalid($"There is no query parameter '{Shown(name)}'. There is: {string.Join(", ", names)}.");
            }

            if (values.Count != 1)
            {
                throw Invalid($"The query parameter '{name}' stands {values.Count} times; several values of one are split by commas where it takes a list.");
            }
        }

        return new Query(context.Request.Query);
    }

    /// <summary>The body, which has to be there.</summary>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type)
        where T : class => await ReadOptionalAsync(type).ConfigureAwait(false) ?? throw Invalid("A JSON object is expected as the body.");

    /// <summary>The body; <see langword="null"/> when there is none.</summary>
    public async Task<T?> ReadOptionalAsync<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } || context.Request.ContentLength == 0)
        {
            return null;
        }

        if (!context.Request.HasJsonContentType())
        {
            throw new ApiProblemException(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Send the body as application/json.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        return await context.Request.ReadFromJsonAsync(type, Cancelled).ConfigureAwait(false);
    }

    /// <summary>The version in If-Match, as the ETag gave it.</summary>
    public long RequiredVersion()
    {
        var header = context.Request.Headers.IfMatch.ToString();
        if (header.Length == 0)
        {
            throw new ApiProblemException(StatusCodes.Status428PreconditionRequired, "if_match_required", "Send the ETag that the webhook was read with as If-Match, so that nobody's change is lost.");
        }

        return header is ['"', .. var inner, '"'] && long.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw Invalid("If-Match has to hold exactly one ETag as this API gave it, such as \"7\".");
    }

    /// <summary>The tenant that something is made for: the scope's own; a body may repeat it and, outside a scope, choose it.</summary>
    public string? TenantOf(string? asked) => (tenant.IsLimited, asked) switch
    {
        (false, _) => asked,
        (true, null) => tenant.TenantId,
        _ => asked == tenant.TenantId ? asked : throw Invalid("'tenantId' is not the tenant that you work for; leave it out."),
    };

    public static ApiProblemException Invalid(string detail) => new(StatusCodes.Status400BadRequest, "invalid", detail);

    public static ApiProblemException NotFound() => new(StatusCodes.Status404NotFound, "not_found", "There is no such thing here.");

    /// <summary>Runs what the present state may forbid: the engine's words become 409.</summary>
    public static async Task<T> AllowedAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (InvalidOperationException exception) when (exception.GetType() == typeof(InvalidOperationException))
        {
            throw new ApiProblemException(StatusCodes.Status409Conflict, "not_now", exception.Message);
        }
    }

    private static string Shown(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
