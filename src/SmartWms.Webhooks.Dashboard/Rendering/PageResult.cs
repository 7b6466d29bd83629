using Microsoft.AspNetCore.Http;

namespace SmartWms.Webhooks.Dashboard.Rendering;

/// <summary>A whole page.</summary>
internal sealed class PageResult(string html, int status) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        return httpContext.Response.WriteAsync(html, httpContext.RequestAborted);
    }
}
