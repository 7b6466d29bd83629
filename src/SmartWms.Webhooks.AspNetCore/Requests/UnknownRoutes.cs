using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>What no route of the API answers is told as everything else is: a problem, which names the methods where only the method is wrong.</summary>
internal sealed class UnknownRoutes
{
    private readonly List<(string Method, string[] Segments)> _known = [];

    public void Know(string method, string pattern) => _known.Add((method, pattern.TrimStart('/').Split('/')));

    public Task AnswerAsync(HttpContext context)
    {
        var asked = (context.GetRouteValue("rest") as string ?? "").Split('/');
        string[] methods = [.. from route in _known where Fits(route.Segments, asked) orderby route.Method select route.Method];
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (methods.Length == 0)
        {
            return Problem.NotFound().ExecuteAsync(context);
        }

        context.Response.Headers.Allow = string.Join(", ", methods);
        return Problem.Of(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"Here is: {string.Join(", ", methods)}.").ExecuteAsync(context);
    }

    private static bool Fits(string[] known, string[] asked) =>
        known.Length == asked.Length && known.Zip(asked).All(pair => (pair.First == "{id}" && pair.Second.Length > 0) || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
}
