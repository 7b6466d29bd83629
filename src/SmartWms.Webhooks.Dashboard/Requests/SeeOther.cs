using Microsoft.AspNetCore.Http;

namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>303: the browser goes on with a GET.</summary>
internal sealed class SeeOther(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
