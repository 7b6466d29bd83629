using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>What stands before every route: no change on behalf of a foreign page, the caller's tenant scope, and errors as problem details.</summary>
internal sealed class RequestGate(WmsWebhooksApiOptions options)
{
    public async Task RunAsync(HttpContext context, Func<ApiRequest, Task<IResult>> handle)
    {
        IResult result;
        try
        {
            CrossOrigin.Check(context.Request, options.TrustedOrigins);
            result = await handle(new ApiRequest(context, options.Tenant(context))).ConfigureAwait(false);
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
        JsonException json => Problem.Of(StatusCodes.Status400BadRequest, "invalid_json", $"The body is not what is expected at '{json.Path ?? "$"}', line {(json.LineNumber ?? 0) + 1}."),
        BadHttpRequestException bad => Problem.Of(bad.StatusCode, "bad_request", bad.Message),
        ArgumentException argument => Problem.Of(StatusCodes.Status400BadRequest, "invalid", WithoutParameter(argument)),
        _ => null,
    };

    /// <summary>The engine's own words, without the name of a C# parameter behind them.</summary>
    private static string WithoutParameter(ArgumentException exception)
    {
        var suffix = $" (Parameter '{exception.ParamName}')";
        return exception.Message.EndsWith(suffix, StringComparison.Ordinal) ? exception.Message[..^suffix.Length] : exception.Message;
    }
}
