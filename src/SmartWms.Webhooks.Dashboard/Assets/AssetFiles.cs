using Microsoft.AspNetCore.Http;

namespace SmartWms.Webhooks.Dashboard.Assets;

/// <summary>The style sheet and the module. They hold no data and need no permission: a page that tells somebody why not looks like the others.</summary>
internal static class AssetFiles
{
    public const string Folder = "assets";

    public static AssetFile Style { get; } = new("dashboard.css", "text/css; charset=utf-8");

    public static AssetFile Script { get; } = new("dashboard.js", "text/javascript; charset=utf-8");

    public static Task ServeAsync(HttpContext context)
    {
        var name = context.Request.RouteValues["file"] as string;
        var file = name == Style.FileName ? Style : name == Script.FileName ? Script : null;
        var response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        if (file is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }

        response.ContentType = file.ContentType;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var bytes = file.Bytes;
        if (accepted.Contains("br", StringComparison.Ordinal))
        {
            (bytes, response.Headers.ContentEncoding) = (file.Brotli, "br");
        }
        else if (accepted.Contains("gzip", StringComparison.Ordinal))
        {
            (bytes, response.Headers.ContentEncoding) = (file.Gzip, "gzip");
        }

        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
