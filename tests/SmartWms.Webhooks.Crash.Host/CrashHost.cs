using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Crash.Host;

/// <summary>The engine as a WMS hosts it, on a SQLite file, with short leases so that a restart need not wait for a minute and a half.</summary>
internal static class CrashHost
{
    /// <summary>Holds for a deadline and a second: what a killed process held is due again this soon.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    /// <summary>The documents' one-value contract with retries after a second, and 410 taken as in Standard Webhooks, so that disabling takes one answer.</summary>
    private static readonly WebhookContract Contract = WebhookContract.SmartWms with
    {
        Name = "crash",
        Delays = [.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 50)],
        AfterLastAttempt = AfterLastAttempt.KeepActive,
        DisablesWhenGone = true,
    };

    public static IHost Build(CrashSettings settings, KillPoint point)
    {
        var application = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        application.Services.AddSingleton(point);

        // The internal door to leases that the validated option refuses: the engine's own registration only adds what is missing.
        application.Services.AddSingleton(new PumpOptions { Lease = Lease, PollInterval = TimeSpan.FromMilliseconds(100), NodeName = $"run-{settings.Run}" });
        application.Services.AddWmsWebhooks(options =>
            {
                options.Contract = Contract;
                options.Pump.Enabled = settings.Verb != "publish";
                options.Lanes.Circuit.OpenFor = TimeSpan.FromSeconds(1);
                options.Subscriptions.Deadline = TimeSpan.FromSeconds(1);
                options.Subscriptions.MaxInFlight = Published.MaxInFlight;
                options.Addresses = new AddressPolicy { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };
            })
            .AddContract(Contract)
            .UseOutcomeClassifier<PointClassifier>()
            .UseSqlite($"Data Source={settings.Database}", sqlite => sqlite.Synchronous = settings.Synchronous);
        FaultPoint.Reached = point.Reached;
        return application.Build();
    }
}
