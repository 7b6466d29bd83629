using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Crash.Host.Stores;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Crash.Host;

/// <summary>The engine as a WMS hosts it, on a SQLite file or in PostgreSQL.</summary>
internal static class CrashHost
{
    /// <summary>Longer than a lease.</summary>
    private static readonly TimeSpan BetweenRuns = TimeSpan.FromMinutes(2);

    /// <summary>The documents' one-value contract with retries after a second, and 410 taken as in Standard Webhooks, so that disabling takes one answer.</summary>
    public static readonly WebhookContract Contract = WebhookContract.SmartWms with
    {
        Name = "crash",
        Delays = [.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 50)],
        AfterLastAttempt = AfterLastAttempt.KeepActive,
        DisablesWhenGone = true,
    };

    public static AddressPolicy Loopback { get; } = new() { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };

    public static IHost Build(CrashSettings settings, KillPoint point)
    {
        var application = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        application.Services.AddSingleton(point);
        application.Services.AddSingleton<TimeProvider>(new LaterTime(BetweenRuns * settings.Run));
        var builder = application.Services.AddWmsWebhooks(options =>
            {
                options.Contract = Contract;
                options.Pump.PollInterval = TimeSpan.FromMilliseconds(100);
                options.Pump.Enabled = settings.Verb != "publish";
                options.Lanes.Circuit.OpenFor = TimeSpan.FromSeconds(1);
                options.Subscriptions.MaxInFlight = Published.MaxInFlight;
                options.Addresses = Loopback;

                // The children's time is ahead of the database's, too.
                options.Pump.ClockOffset = ClockOffset.None;
            })
            .AddContract(Contract)
            .UseOutcomeClassifier<PointClassifier>()
            .UseDatabase(settings);
        if (settings.IsPostgreSql)
        {
            builder.WrapDeliveries(store => new PointStore(store, point));
        }

        FaultPoint.Reached = point.Reached;
        return application.Build();
    }

    public static WmsWebhooksBuilder UseDatabase(this WmsWebhooksBuilder builder, CrashSettings settings) => settings.IsPostgreSql
        ? builder.UsePostgreSql(settings.Database)
        : builder.UseSqlite($"Data Source={settings.Database}", sqlite => sqlite.Synchronous = settings.Synchronous);
}
