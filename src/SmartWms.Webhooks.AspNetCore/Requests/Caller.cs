using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>Who asks, by the name that the audit trail gives.</summary>
internal static class Caller
{
    /// <summary>Shown for a request without a user, where a host lets everybody in.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>The user's name, or what else tells one user from another; what the host's own code has said; never nobody, as that is the host itself.</summary>
    public static string NameOf(HttpContext context) =>
        context.User.Identity?.Name
        ?? context.User.FindFirst(ClaimTypes.NameIdentifier)?.Value
        ?? context.User.FindFirst("sub")?.Value
        ?? WebhookActor.Current
        ?? Anonymous;
}
