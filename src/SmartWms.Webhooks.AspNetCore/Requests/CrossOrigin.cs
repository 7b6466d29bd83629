using Microsoft.AspNetCore.Http;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>
/// Refuses changes that a browser sends on behalf of a page of another origin, also without a body: a cookie travels with them. Every current browser sends <c>Sec-Fetch-Site</c>,
/// older ones <c>Origin</c> with every POST, PATCH and DELETE; who sends neither is no browser and carries no cookie that a page could use.
/// </summary>
internal static class CrossOrigin
{
    public static void Check(HttpRequest request, IList<string> trusted)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return;
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && trusted.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var isOwn = site.Length > 0 ? site is "same-origin" or "none" : origin.Length == 0 || IsOwn(origin, request);
        if (!isOwn)
        {
            throw new ApiProblemException(
                StatusCodes.Status403Forbidden, "cross_origin", "A page of another origin may not do this. A page of your own on another origin has to be named in TrustedOrigins.");
        }
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
        && Uri.Compare(from, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
