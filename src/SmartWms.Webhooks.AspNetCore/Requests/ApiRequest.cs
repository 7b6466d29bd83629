using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>One request: who asks, and what of it is read.</summary>
internal sealed class ApiRequest(HttpContext context, TenantScope tenant, Query query)
{
    private const long MaxBodyBytes = 1024 * 1024;
    private const int MostShown = 100;

    public TenantScope Tenant => tenant;

    public Query Query => query;

    public CancellationToken Cancelled => context.RequestAborted;

    public HttpResponse Response => context.Response;

    public IWebhookSubscriptions Webhooks => Service<IWebhookSubscriptions>();

    public IWebhookDeliveries Deliveries => Service<IWebhookDeliveries>();

    public T Service<T>()
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    /// <summary>The address of this request's own resource, with <paramref name="suffix"/> behind it.</summary>
    public string PathOf(string suffix) => context.Request.PathBase.Add(new PathString($"{context.Request.Path.Value?.TrimEnd('/')}/{suffix}")).ToUriComponent();

    public SubscriptionId IdOfWebhook() => SubscriptionId.TryParse(context.Request.RouteValues["id"] as string, out var id) ? id : throw NotFound();

    public DeliveryId IdOfDelivery() => DeliveryId.TryParse(context.Request.RouteValues["id"] as string, out var id) ? id : throw NotFound();

    /// <summary>The body, which has to be there.</summary>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type)
        where T : class => await ReadOptionalAsync(type).ConfigureAwait(false) ?? throw Invalid("A JSON object is expected as the body.");

    /// <summary>The body; <see langword="null"/> when there is none.</summary>
    public async Task<T?> ReadOptionalAsync<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (!HasBody)
        {
            return null;
        }

        if (!IsJson(context.Request))
        {
            throw new ApiProblemException(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Send the body as application/json in UTF-8.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, Cancelled).ConfigureAwait(false);
        }
        catch (JsonException json)
        {
            // The path holds names as they were sent.
            var path = json.Path ?? "$";
            throw new ApiProblemException(
                StatusCodes.Status400BadRequest, "invalid_json", $"The body is not what is expected at '{(path.Length <= MostShown ? path : path[..MostShown] + "…")}', line {(json.LineNumber ?? 0) + 1}.");
        }
        catch (IOException cutOff) when (cutOff is not BadHttpRequestException)
        {
            throw Invalid("The body was cut off.");
        }
    }

    /// <summary>For a change of everything: a body would say what is not heard.</summary>
    public void RefuseBody()
    {
        if (HasBody)
        {
            throw Invalid("This route takes no body.");
        }
    }

    private bool HasBody => context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false } && context.Request.ContentLength != 0;

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>The version in If-Match, as the ETag gave it.</summary>
    public long RequiredVersion()
    {
        var header = context.Request.Headers.IfMatch.ToString();
        if (header.Length == 0)
        {
            throw new ApiProblemException(StatusCodes.Status428PreconditionRequired, "if_match_required", "Send the ETag that the webhook was read with as If-Match, so that nobody's change is lost.");
        }

        // A proxy that compresses makes the tag a weak one; the version in it stays the same.
        header = header.StartsWith("W/", StringComparison.Ordinal) ? header[2..] : header;
        return header is ['"', .. var inner, '"'] && long.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw Invalid("If-Match has to hold exactly one ETag as this API gave it, such as \"7\".");
    }

    /// <summary>The version in If-Match; <see langword="null"/> when none was sent.</summary>
    public long? OptionalVersion() => context.Request.Headers.IfMatch.Count > 0 ? RequiredVersion() : null;

    /// <summary>The tenant that something is made for: the scope's own; a body may repeat it and, outside a scope, choose it.</summary>
    public string? TenantOf(string? asked) => (tenant.IsLimited, asked) switch
    {
        (false, _) => asked,
        (true, null) => tenant.TenantId,
        _ => asked == tenant.TenantId ? asked : throw Invalid("'tenantId' is not the tenant that you work for; leave it out."),
    };

    /// <summary>A list as it was sent: none of its elements may be missing.</summary>
    public static T[] Whole<T>(IEnumerable<T?> items, string name)
        where T : class => [.. items.Select(item => item ?? throw Invalid($"'{name}' holds null."))];

    public static ApiProblemException Invalid(string detail) => new(StatusCodes.Status400BadRequest, "invalid", detail);

    public static ApiProblemException NotFound() => new(StatusCodes.Status404NotFound, "not_found", "There is no such thing here.");

    /// <summary>Runs what the present state may forbid: the engine's words become 409.</summary>
    public static async Task<T> AllowedAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (WebhookStateException exception)
        {
            throw new ApiProblemException(StatusCodes.Status409Conflict, "not_now", exception.Message);
        }
    }
}
