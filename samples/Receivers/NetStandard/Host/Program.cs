// RECEIVER_SECRET=... [RECEIVER_SCHEME=smartwms|wms|standardwebhooks] [RECEIVER_PORT=5005] dotnet run
using System.Globalization;
using NetStandardReceiver;
using SmartWms.Webhooks.Protocol;

var secrets = (Environment.GetEnvironmentVariable("RECEIVER_SECRET") ?? "").Split(' ');
if (!Enum.TryParse<SignatureScheme>(Environment.GetEnvironmentVariable("RECEIVER_SCHEME") ?? "smartwms", ignoreCase: true, out var scheme)
    || !Array.Exists(secrets, secret => WebhookVerifier.CanUse(scheme, secret)))
{
    Console.Error.WriteLine("Set RECEIVER_SECRET (16 characters or more) and RECEIVER_SCHEME (smartwms, wms or standardwebhooks).");
    return 2;
}

var port = int.Parse(Environment.GetEnvironmentVariable("RECEIVER_PORT") ?? "5005", CultureInfo.InvariantCulture);
var running = new WebhookListener(scheme, secrets, () => DateTimeOffset.UtcNow, Console.WriteLine).RunAsync(port);
Console.WriteLine("listening");
await running;
return 0;
