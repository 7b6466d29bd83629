using System.Net.Mime;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using SmartWms.Webhooks.Subscriptions;

namespace MultiTenant;

/// <summary>Who is signed in, and for whom. Here everybody chooses; with you the tenant is a claim of your identity provider.</summary>
internal static class People
{
    public const string SignedIn = nameof(SignedIn);
    public const string Warehouse = "warehouse";
    private const string Tenant = "tenant";

    public static IReadOnlyList<string> Customers { get; } = ["acme", "siam"];

    /// <summary>The warehouse's own people see all; everybody else their tenant, and without one nothing: "" is nobody's.</summary>
    public static TenantScope ScopeOf(ClaimsPrincipal user) => user.IsInRole(Warehouse) ? TenantScope.All : TenantScope.Only(user.FindFirstValue(Tenant) ?? "");

    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.LoginPath = "/");
        services.AddAuthorizationBuilder()
            .AddPolicy(SignedIn, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Warehouse, policy => policy.RequireRole(Warehouse));
    }

    public static void MapPeople(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", (ClaimsPrincipal user) => Results.Content(Page(user), MediaTypeNames.Text.Html));
        app.MapPost("/sign-in/{who}", async (string who, HttpContext context) =>
        {
            if (who != Warehouse && !Customers.Contains(who))
            {
                return Results.NotFound();
            }

            Claim[] claims = [new(ClaimTypes.Name, $"somebody of {who}"), who == Warehouse ? new(ClaimTypes.Role, Warehouse) : new(Tenant, who)];
            await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
            return Results.Redirect("/");
        });
    }

    private static string Page(ClaimsPrincipal user) =>
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>MultiTenant</title><style>body { font: 1rem/2 system-ui; margin: 2rem } form { display: inline }</style></head>
        <body>
        <h1>A warehouse for two customers</h1>
        <div>You are {{user.Identity?.Name ?? "not signed in"}}. Sign in as: {{string.Concat(Customers.Append(Warehouse).Select(who => Button($"/sign-in/{who}", who)))}}</div>
        <p><a href="/webhooks">Dashboard</a> and <a href="/api/webhooks">API</a> show what you may see.</p>
        {{(user.IsInRole(Warehouse) ? string.Concat(Customers.Select(Buttons)) : "")}}
        </body>
        </html>
        """;

    private static string Buttons(string customer) => $"<div>{customer}: {Button($"/{customer}/orders/SO-1/ship", "ship SO-1")}{Button($"/{customer}/erase", "erase all")}</div>";

    private static string Button(string path, string text) => $"""<form method="post" action="{path}"><button>{text}</button></form> """;
}
