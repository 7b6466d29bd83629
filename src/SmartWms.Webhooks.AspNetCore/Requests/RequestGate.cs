using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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

        IResult result;
        try
        {
            var tenant = options.Tenant(context);
            CrossOrigin.Check(context.Request, options.TrustedOrigins);
            using var actor = WebhookActor.Begin(Caller.NameOf(context));
            result = await handle(new ApiRequest(context, tenant, Query.Of(context.Request.Query, parameters))).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
        {
            result = ProblemOf(exception) ?? Failed(context, exception);
        }

        // Deliveries and secrets of a company: no cache keeps them, and nothing guesses their type.
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await result.ExecuteAsync(context).ConfigureAwait(false);
    }

    /// <summary>What the caller did wrong or can do something about: the engine's own rules alone, as an error of a driver or of the host may hold what is not the caller's to read.</summary>
    private static IResult? ProblemOf(Exception exception) => exception switch
    {
        ApiProblemException problem => Problem.Of(problem.Status, problem.Code, problem.Message),
        WebhookNotFoundException => Problem.NotFound(),
        WebhookConflictException => Problem.Of(StatusCodes.Status412PreconditionFailed, "changed", "Somebody else changed it since it was read: read it again and apply the change again."),
        WebhookBodyPurgedException => Problem.Of(StatusCodes.Status409Conflict, "body_purged", exception.Message),
        StoreBusyException => Problem.Of(StatusCodes.Status503ServiceUnavailable, "store_busy", "The store is busy: try again."),
        WebhookReadTimeoutException => Problem.Of(StatusCodes.Status503ServiceUnavailable, "read_timeout", exception.Message),
        BadHttpRequestException bad => Problem.Of(bad.StatusCode, "bad_request", bad.Message),
        WebhookInputException input => Problem.Of(StatusCodes.Status400BadRequest, "invalid", input.Rule),
        _ => null,
    };

    /// <summary>Logged with the request's id, which is all that the caller is told.</summary>
    private static IResult Failed(HttpContext context, Exception exception)
    {
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("SmartWms.Webhooks.AspNetCore");
        Log.RequestFailed(logger, exception, context.TraceIdentifier, exception.GetType().Name);
        return Problem.Of(StatusCodes.Status500InternalServerError, "failed", $"Something failed here. The host's log has it as event 3000 of request {context.TraceIdentifier}.");
    }
}
