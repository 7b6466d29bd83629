using Microsoft.AspNetCore.Http;

namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>What every page tells the browser: run and load nothing but our own files, frame it nowhere, keep no copy.</summary>
internal static class PageHeaders
{
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static void Set(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "same-origin";        // 'no-referrer' would take the Origin away that tells our own forms from foreign ones
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
