using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SmartWms.Webhooks.Testbed;

/// <summary>Kestrel's bare application seam, without the ASP.NET Core pipeline: thousands of requests a second on a busy machine.</summary>
internal sealed class ReceiverApplication(ScriptedReceiver receiver) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        receiver.Begin();
        try
        {
            if (await ReadAsync(context) is { } request)
            {
                var answer = receiver.Accept(request);
                await AnswerAsync(context, request, answer);
                request.SetAnswered();
            }
        }
        finally
        {
            receiver.End();
        }
    }

    private async Task<ReceivedRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            using var body = new MemoryStream(checked((int)(context.Request.ContentLength ?? 0)));
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return new ReceivedRequest
            {
                Method = context.Request.Method,
                Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                Path = context.Request.Path.Value ?? "/",
                Headers = [.. context.Request.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? ""))],
                Body = body.ToArray(),
                ArrivedAt = receiver.Now(),
            };
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            receiver.CountCutOff();
            return null;
        }
    }

    private static async Task AnswerAsync(HttpContext context, ReceivedRequest request, Answer answer)
    {
        try
        {
            await WaitForTurnAsync(context, request, answer);
            if (answer.Ending == AnswerEnding.AbortInstead)
            {
                context.Abort();
                return;
            }

            WriteHead(context.Response, answer);
            await WriteBodyAsync(context, answer);
            if (answer.Ending == AnswerEnding.AbortMidBody)
            {
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();    // The sender gave up waiting, which is what some tests are about.
        }
    }

    private static async Task WaitForTurnAsync(HttpContext context, ReceivedRequest request, Answer answer)
    {
        if (answer.HangsUntilReleased)
        {
            await request.Released.WaitAsync(context.RequestAborted);
        }

        if (answer.After is { } signal)
        {
            await signal.WaitAsync(context.RequestAborted);
        }
    }

    private static void WriteHead(HttpResponse response, Answer answer)
    {
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (answer.Status is not (204 or 304) and >= 200)
        {
            response.ContentLength = answer.Body.Length + (answer.Ending == AnswerEnding.AbortMidBody ? 1 : 0);
        }
    }

    private static async Task WriteBodyAsync(HttpContext context, Answer answer)
    {
        if (answer.DripSize == 0)
        {
            if (!answer.Body.IsEmpty)
            {
                await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
            }

            return;
        }

        await context.Response.Body.FlushAsync(context.RequestAborted);      // Headers now, the body at its own pace.
        for (var sent = 0; sent < answer.Body.Length; sent += answer.DripSize)
        {
            if (answer.BeforePiece is { } signal)
            {
                await signal(sent / answer.DripSize).WaitAsync(context.RequestAborted);
            }

            var piece = answer.Body[sent..Math.Min(sent + answer.DripSize, answer.Body.Length)];
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
