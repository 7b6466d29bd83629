// The smallest receiver that does all that a receiver has to do. It needs the Protocol package and nothing of the engine.
//   dotnet run --project samples/Receiver -- --secret SECRET [--scheme SmartWms|Wms|StandardWebhooks] [--port 5005]
// or RECEIVER_SECRET, RECEIVER_SCHEME and RECEIVER_PORT; while a secret is rotated, --previous holds the one before.
using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Protocol;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration.AddEnvironmentVariables("RECEIVER_").AddCommandLine(args);
var (secret, previous) = (builder.Configuration["secret"], builder.Configuration["previous"]);
if (!Enum.TryParse<SignatureScheme>(builder.Configuration["scheme"] ?? "SmartWms", ignoreCase: true, out var scheme)
    || !Enum.IsDefined(scheme)
    || !ushort.TryParse(builder.Configuration["port"] ?? "5005", out var port)
    || !WebhookVerifier.CanUse(scheme, secret))
{
    Console.Error.WriteLine(
        """
        Receiver: give --secret SECRET (16 characters or more; for StandardWebhooks whsec_ and base64),
        and where they are others --scheme SmartWms|Wms|StandardWebhooks and --port 5005.
        """);
    return 2;
}

builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = WebhookVerifier.MaxBodyLength);
var verifier = WebhookVerifier.For(scheme, secret, previous);
var known = new ConcurrentDictionary<string, bool>();           // yours: a table with the id as its key, so that it outlives a restart
var inbox = Channel.CreateBounded<WebhookEvent>(10_000);        // yours: the same row, to be worked on afterwards

var app = builder.Build();
app.MapPost("/hooks/wms", async (HttpContext context) =>
{
    using var buffer = new MemoryStream();
    try
    {
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
    }
    catch (BadHttpRequestException refused)
    {
        return Results.StatusCode(refused.StatusCode);          // 413: longer than anything that the engine sends
    }

    var body = buffer.ToArray();                                // the bytes as they came: nothing has parsed them

    var result = verifier.Verify(body, name => context.Request.Headers[name], DateTimeOffset.UtcNow);
    if (result != WebhookVerification.Valid)
    {
        Console.WriteLine($"refused: {result}");                // for you; the sender is told nothing
        return Results.Unauthorized();
    }

    if (!WebhookEnvelope.TryRead(body, out var received))
    {
        return Results.BadRequest();
    }

    if (!known.TryAdd(received.Id, true))
    {
        return Results.Ok();                                    // had it: delivery is at least once
    }

    if (!inbox.Writer.TryWrite(received))
    {
        known.TryRemove(received.Id, out _);
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);     // it will come again
    }

    return Results.Ok();                                        // at once; the work comes afterwards
});

var work = Task.Run(async () =>
{
    await foreach (var received in inbox.Reader.ReadAllAsync())
    {
        Console.WriteLine($"{received.Type} {received.Id} {received.Data}");    // an unknown type is passed over, not refused
    }
});

await app.RunAsync($"http://127.0.0.1:{port}");
inbox.Writer.Complete();
await work;
return 0;
