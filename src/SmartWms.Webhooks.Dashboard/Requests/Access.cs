using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>What the caller may. Asked here and not by the authorization middleware, as that answers a denied person with an empty page.</summary>
internal sealed record Access(bool MayRead, bool MayManage, bool IsUnknown)
{
    private static readonly Access Open = new(true, true, false);

    private IReadOnlyList<string> Schemes { get; init; } = [];

    public static async Task<Access> OfAsync(HttpContext context, WmsWebhooksDashboardOptions options)
    {
        if (options.AllowAnonymousToReadAndManageWebhooks)
        {
            return Open;
        }

        var (read, schemes) = await EvaluateAsync(context, options.ReadPolicy!).ConfigureAwait(false);
        if (read.Challenged)
        {
            return new Access(false, false, true) { Schemes = schemes };
        }

        // A policy with schemes of its own puts its user in the request's place: whoever reads stays who asks, for the tenant, the name and the trail.
        var reader = context.User;
        var (manage, _) = read.Succeeded ? await EvaluateAsync(context, options.ManagePolicy!).ConfigureAwait(false) : (read, schemes);
        context.User = reader;
        return new Access(read.Succeeded, manage.Succeeded, false);
    }

    /// <summary>Sends whoever is not signed in to where one signs in, and from there to the page; a button's own address has none, so back to where the button stood, which then says that nothing was done.</summary>
    public async Task ChallengeAsync(HttpContext context, string mount)
    {
        var properties = new AuthenticationProperties();
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            properties.RedirectUri = (Mount.CameFrom(context.Request, mount) ?? (mount.Length == 0 ? "/" : mount)) + "?failed=signedOut";
        }

        if (Schemes.Count == 0)
        {
            await context.ChallengeAsync(properties).ConfigureAwait(false);
        }

        foreach (var scheme in Schemes)
        {
            await context.ChallengeAsync(scheme, properties).ConfigureAwait(false);
        }
    }

    private static async Task<(PolicyAuthorizationResult Result, IReadOnlyList<string> Schemes)> EvaluateAsync(HttpContext context, string name)
    {
        var services = context.RequestServices;
        var policy = await services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(name).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"MapWmsWebhooksDashboard: there is no authorization policy '{name}' any more.");
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        var signedIn = await evaluator.AuthenticateAsync(policy, context).ConfigureAwait(false);
        return (await evaluator.AuthorizeAsync(policy, signedIn, context, context).ConfigureAwait(false), policy.AuthenticationSchemes);
    }
}
