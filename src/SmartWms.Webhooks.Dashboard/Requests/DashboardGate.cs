using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Dashboard.Rendering;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>What stands before every page and action: who may, no action on behalf of a foreign page, the tenant scope, and errors as pages that people understand.</summary>
internal sealed class DashboardGate(WmsWebhooksDashboardOptions options)
{
    public async Task RunAsync(HttpContext context, int depth, bool mayManage, Func<Visit, Task<IResult>> handle)
    {
        PageHeaders.Set(context.Response);
        var access = await Access.OfAsync(context, options).ConfigureAwait(false);
        if (access.IsUnknown)
        {
            await access.ChallengeAsync(context, Mount.Of(context.Request, depth)).ConfigureAwait(false);
            return;
        }

        var visit = new Visit(context, options, depth, access);
        var result = await AnswerAsync(visit, access.MayRead && (!mayManage || access.MayManage), handle).ConfigureAwait(false);
        await result.ExecuteAsync(context).ConfigureAwait(false);
    }

    private async Task<IResult> AnswerAsync(Visit visit, bool isAllowed, Func<Visit, Task<IResult>> handle)
    {
        if (!isAllowed)
        {
            return await ErrorPages.DeniedAsync(visit, visit.Access.MayRead ? options.ManagePolicy : options.ReadPolicy).ConfigureAwait(false);
        }

        try
        {
            CrossOrigin.Check(visit.Context.Request, []);
            visit.Tenant = options.Tenant(visit.Context);
            visit.Ui.SeesNodes = !visit.Tenant.IsLimited;
            using var actor = WebhookActor.Begin(Caller.NameOf(visit.Context));
            return await handle(visit).ConfigureAwait(false);
        }
        catch (ApiProblemException problem) when (problem.Status == StatusCodes.Status404NotFound)
        {
            return await ErrorPages.NotFoundAsync(visit).ConfigureAwait(false);
        }
        catch (ApiProblemException problem)
        {
            return await ErrorPages.OfAsync(visit, problem.Status, problem.Code == "cross_origin" ? "error.crossOrigin" : "error.invalid", problem.Message).ConfigureAwait(false);
        }
        catch (WebhookNotFoundException)
        {
            return await ErrorPages.NotFoundAsync(visit).ConfigureAwait(false);
        }
        catch (BadHttpRequestException bad)
        {
            return await ErrorPages.OfAsync(visit, bad.StatusCode, "error.invalid", bad.Message).ConfigureAwait(false);
        }
        catch (WebhookInputException input)
        {
            return await ErrorPages.OfAsync(visit, StatusCodes.Status400BadRequest, "error.invalid", input.Rule).ConfigureAwait(false);
        }
        catch (StoreBusyException)
        {
            return await ErrorPages.OfAsync(visit, StatusCodes.Status503ServiceUnavailable, "error.busy", null).ConfigureAwait(false);
        }
        catch (WebhookReadTimeoutException)
        {
            return await ErrorPages.OfAsync(visit, StatusCodes.Status503ServiceUnavailable, "error.slow", null).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !visit.Cancelled.IsCancellationRequested)
        {
            Log.PageFailed(visit.Context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("SmartWms.Webhooks.Dashboard"), exception, exception.GetType().Name);
            return await ErrorPages.OfAsync(visit, StatusCodes.Status500InternalServerError, "error.failed", null).ConfigureAwait(false);
        }
    }
}
