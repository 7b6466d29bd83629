// The smallest receiver that does all that a receiver has to do. The Receiver package verifies, skips known ids, answers at once and hands over; it brings nothing of the engine.
//   dotnet run --project samples/Receiver -- --secret SECRET [--scheme SmartWms|Wms|StandardWebhooks] [--port 5005]
// or RECEIVER_SECRET, RECEIVER_SCHEME and RECEIVER_PORT; while a secret is rotated, --previous holds the one before.
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Protocol;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration.AddEnvironmentVariables("RECEIVER_").AddCommandLine(args);
var (secret, previous) = (builder.Configuration["secret"], builder.Configuration["previous"]);
if (!Enum.TryParse<SignatureScheme>(builder.Configuration["scheme"] ?? "SmartWms", ignoreCase: true, out var scheme)
    || !Enum.IsDefined(scheme)
    || !ushort.TryParse(builder.Configuration["port"] ?? "5005", out var port)
    || !WebhookVerifier.CanUse(scheme, secret)
    || (previous is not null && !WebhookVerifier.CanUse(scheme, previous)))
{
    Console.Error.WriteLine(
        """
        Receiver: give --secret SECRET (16 characters or more; for StandardWebhooks whsec_ and base64),
        and where they are others --scheme SmartWms|Wms|StandardWebhooks and --port 5005.
        """);
    return 2;
}

builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services
    .AddWmsWebhookReceiver(o =>
    {
        o.Scheme = scheme;
        o.Secrets.Add(secret!);
        if (previous is not null)
        {
            o.Secrets.Add(previous);
        }
    })
    .OnAny((webhook, cancellationToken) =>          // yours: .On<Order>("order.shipped", …) for each type that you know; the others are passed over, not refused
    {
        Console.WriteLine($"{webhook.Type} {webhook.Id} {webhook.Event.Data}");
        return Task.CompletedTask;
    });                                             // yours: .UseDatabaseInbox(…), so that known ids and what waits outlive a restart
var app = builder.Build();
app.MapWmsWebhookReceiver("/hooks/wms");
await app.RunAsync($"http://127.0.0.1:{port}");
return 0;
