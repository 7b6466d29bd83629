using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>Who asks, by the name that the audit trail gives.</summary>
internal static class Caller
{
    /// <summary>Shown for a request without a user, where a host lets everybody in.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>
    /// The user's name, or what else tells one user from another; what the host's own code has said; never nobody, as that is the host itself. A claim that is empty
    /// or blank says nothing: it hides none of those after it.
    /// </summary>
    public static string NameOf(HttpContext context) =>
        Said(context.User.Identity?.Name)
        ?? Said(context.User.FindFirst(ClaimTypes.NameIdentifier)?.Value)
        ?? Said(context.User.FindFirst("sub")?.Value)
        ?? Said(WebhookActor.Current)
        ?? Anonymous;

    private static string? Said(string? name) => string.IsNullOrWhiteSpace(name) ? null : name;
}
