using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Warehouse.People;

/// <summary>Who may do what: a viewer reads, a manager manages. Here everybody chooses who they are; your WMS knows its people.</summary>
internal static class SignIn
{
    public const string ReadPolicy = "WmsViewer";
    public const string ManagePolicy = "WmsAdmin";
    private const string Path = "/sign-in";
    private static readonly string[] Roles = ["viewer", "manager"];

    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.LoginPath = Path;
            options.Cookie.Name = "warehouse";
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(ReadPolicy, policy => policy.RequireRole(Roles))
            .AddPolicy(ManagePolicy, policy => policy.RequireRole("manager"));
    }

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, (string? returnUrl) => Demo.Html.Page(
            "Who are you?",
            $"""
            <form method="post" action="{Path}?returnUrl={Uri.EscapeDataString(returnUrl ?? "/")}">
              <button name="role" value="manager">Sign in as manager</button>
              <button name="role" value="viewer">Sign in as viewer</button>
            </form>
            <p>A manager creates, sends again and pauses; a viewer reads.</p>
            """));
        app.MapPost(Path, async (HttpContext context, string? returnUrl) =>
        {
            var role = (await context.Request.ReadFormAsync())["role"].ToString();
            if (!Roles.Contains(role))
            {
                return Results.BadRequest();
            }

            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, role), new Claim(ClaimTypes.Role, role)], CookieAuthenticationDefaults.AuthenticationScheme);
            await context.SignInAsync(new ClaimsPrincipal(identity));
            return returnUrl is ['/', not ('/' or '\\'), ..] ? Results.Redirect(returnUrl) : Results.Redirect("/");
        });
        app.MapPost("/sign-out", async (HttpContext context) =>
        {
            await context.SignOutAsync();
            return Results.Redirect("/");
        });
    }
}
