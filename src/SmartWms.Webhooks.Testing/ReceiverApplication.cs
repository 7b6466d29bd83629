using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SmartWms.Webhooks.Testing;

/// <summary>Kestrel's bare application seam: a test of a console host needs no ASP.NET Core pipeline.</summary>
internal sealed class ReceiverApplication(ScriptedReceiver receiver) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            var request = await ReadAsync(context).ConfigureAwait(false);
            await AnswerAsync(context, request, receiver.Accept(request)).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            context.Abort();    // the sender gave up waiting
        }
    }

    private async Task<ReceivedRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return new ReceivedRequest
        {
            Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            Headers = [.. context.Request.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? ""))],
            Body = body.ToArray(),
            ArrivedAt = receiver.Now,
        };
    }

    private async Task AnswerAsync(HttpContext context, ReceivedRequest request, ReceiverAnswer answer)
    {
        if (answer.Hangs)
        {
            await receiver.HoldAsync(request, context.RequestAborted).ConfigureAwait(false);
        }

        if (answer.Drops)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.StatusCode;
        if (answer.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (answer.StatusCode is not (204 or 205 or 304))
        {
            var body = Encoding.UTF8.GetBytes(answer.Body);
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
