using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Dashboard.Requests;

namespace SmartWms.Webhooks.Dashboard.Rendering;

/// <summary>Pages that say what went wrong and what to do, never only a number.</summary>
internal static class ErrorPages
{
    public static Task<IResult> NotFoundAsync(Visit visit) => OfAsync(visit, StatusCodes.Status404NotFound, "error.notFound", null);

    /// <summary>Who one is, and what is missing: what an administrator will ask for.</summary>
    public static Task<IResult> DeniedAsync(Visit visit, string? policy)
    {
        var t = visit.Ui.T;
        var who = Ui.Plain(visit.Ui.UserName);
        return ShowAsync(visit, StatusCodes.Status403Forbidden, new ErrorView(t[visit.Ui.IsAnswer ? "error.denied.action" : "error.denied.title"], t["error.denied.text", who, policy], null, false));
    }

    /// <param name="visit">The request.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="words">The key of its texts.</param>
    /// <param name="detail">The engine's words.</param>
    public static Task<IResult> OfAsync(Visit visit, int status, string words, string? detail)
    {
        var t = visit.Ui.T;
        var isGet = HttpMethods.IsGet(visit.Context.Request.Method);
        return ShowAsync(
            visit, status,
            new ErrorView(t[words + ".title"], t[words + ".text"], detail, status >= 500 && isGet, status == StatusCodes.Status400BadRequest && isGet && visit.Context.Request.QueryString.HasValue));
    }

    private static Task<IResult> ShowAsync(Visit visit, int status, ErrorView view) => visit.PageAsync<ErrorPage>(view.Title, view, status);
}
