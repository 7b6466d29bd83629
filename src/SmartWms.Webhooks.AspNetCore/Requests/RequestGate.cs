using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>What stands before every route: no change on behalf of a foreign page, the caller's tenant scope, and errors as problem details.</summary>
internal sealed class RequestGate(WmsWebhooksApiOptions options)
{
    /// <param name="context">The request.</param>
    /// <param name="parameters">The query parameters that the route takes.</param>
    /// <param name="handle">The route.</param>
    public async Task RunAsync(HttpContext context, string[] parameters, Func<ApiRequest, Task<IResult>> handle)
    {
        if (!options.AllowAnonymousToReadAndManageWebhooks && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            throw new InvalidOperationException("MapWmsWebhooks: AllowAnonymous on a group around it undoes ReadPolicy and ManagePolicy. Take it away, or say AllowAnonymousToReadAndManageWebhooks.");
        }

        var tenant = options.Tenant(context);
        IResult result;
        try
        {
            CrossOrigin.Check(context.Request, options.TrustedOrigins);
            using var actor = WebhookActor.Begin(Caller.NameOf(context));
            result = await handle(new ApiRequest(context, tenant, Query.Of(context.Request.Query, parameters))).ConfigureAwait(false);
        }
        catch (Exception exception) when (ProblemOf(exception) is { } problem)
        {
            result = problem;
        }

        // Deliveries and secrets of a company: no cache keeps them, and nothing guesses their type.
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await result.ExecuteAsync(context).ConfigureAwait(false);
    }

    /// <summary>What the caller did wrong or can do something about. Anything else is the host's to handle: its exception goes on.</summary>
    private static IResult? ProblemOf(Exception exception) => exception switch
    {
        ApiProblemException problem => Problem.Of(problem.Status, problem.Code, problem.Message),
        WebhookNotFoundException => Problem.NotFound(),
        WebhookConflictException => Problem.Of(StatusCodes.Status412PreconditionFailed, "changed", "Somebody else changed it since it was read: read it again and apply the change again."),
        WebhookBodyPurgedException => Problem.Of(StatusCodes.Status409Conflict, "body_purged", exception.Message),
        StoreBusyException => Problem.Of(StatusCodes.Status503ServiceUnavailable, "store_busy", "The store is busy: try again."),
        WebhookReadTimeoutException => Problem.Of(StatusCodes.Status503ServiceUnavailable, "read_timeout", exception.Message),
        BadHttpRequestException bad => Problem.Of(bad.StatusCode, "bad_request", bad.Message),
        ArgumentException argument => Problem.Of(StatusCodes.Status400BadRequest, "invalid", WithoutParameter(argument)),
        _ => null,
    };

    /// <summary>The engine's own words, without the name of a C# parameter behind them.</summary>
    private static string WithoutParameter(ArgumentException exception)
    {
        var suffix = exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return suffix < 0 ? exception.Message : exception.Message[..suffix];
    }
}
