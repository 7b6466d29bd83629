using Microsoft.AspNetCore.Http;

namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>Where the dashboard stands, as the browser sees it: below a path base, a group of the host, or a proxy's prefix.</summary>
internal static class Mount
{
    /// <param name="request">The request.</param>
    /// <param name="depth">How many segments of its path are the dashboard's own.</param>
    /// <returns>A path without a slash at its end; empty at the root.</returns>
    public static string Of(HttpRequest request, int depth)
    {
        var path = (request.Path.Value ?? "").TrimEnd('/');
        for (var i = 0; i < depth; i++)
        {
            path = path[..path.LastIndexOf('/')];
        }

        return request.PathBase.Add(new PathString(path)).ToUriComponent().TrimEnd('/');
    }

    /// <summary>The page below <paramref name="mount"/> that the browser says it came from, as a path; <see langword="null"/> when it was no page of this dashboard. Nothing it did there is repeated.</summary>
    public static string? CameFrom(HttpRequest request, string mount) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page) && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
        && (page.AbsolutePath == mount || page.AbsolutePath.StartsWith(mount + "/", StringComparison.Ordinal)) && !page.AbsolutePath.StartsWith("//", StringComparison.Ordinal)
            ? page.AbsolutePath
            : null;
}
