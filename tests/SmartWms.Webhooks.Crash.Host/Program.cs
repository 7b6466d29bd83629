using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.Crash.Host.Nodes;

// The process that crash tests kill. 'drain' and 'publish' end with 0; 'live' is killed, or ends with 3 because nobody did; 'node' delivers until it is killed.
var settings = CrashSettings.Parse(args);
using var ledger = new Ledger(settings.Ledger);
if (settings.Verb is "subscribe" or "node")
{
    await new Node(settings, ledger).RunAsync();
    return 0;
}

var point = new KillPoint(settings.Point, settings.Pass, ledger);
using var host = CrashHost.Build(settings, point);
await host.StartAsync();
var work = new Work(host, settings, ledger, point);
switch (settings.Verb)
{
    case "live":
        await work.LiveAsync();
        return 3;
    case "drain":
        await work.DrainAsync();
        break;
    case "publish":
        await work.PublishOneByOneAsync();
        break;
    default:
        await Console.Error.WriteLineAsync($"'{settings.Verb}' is not live, drain, publish, subscribe or node.");
        return 2;
}

await host.StopAsync();
return 0;
