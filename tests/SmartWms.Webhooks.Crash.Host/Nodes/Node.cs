using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Crash.Host.Nodes;

/// <summary>One of several processes on one PostgreSQL database: delivers until it is killed, and publishes when it is told how much.</summary>
internal sealed class Node(CrashSettings settings, Ledger ledger)
{
    private int _published;

    public async Task RunAsync()
    {
        using var host = Build();
        using var refused = CountRefused();
        await host.StartAsync();
        if (settings.Verb == "subscribe")
        {
            await SubscribeAsync(host.Services.GetRequiredService<IWebhookSubscriptions>(), settings.Receiver);
            await host.StopAsync();
            return;
        }

        ledger.Write(Fleet.Started, settings.Until is not null ? Fleet.Publishes : Fleet.OnlyDelivers);
        if (settings.Until is not null)
        {
            var dispatcher = host.Services.GetRequiredService<IWebhookDispatcher>();
            await Task.WhenAll(Enumerable.Range(0, Fleet.Callers).Select(_ => Task.Run(() => PublishAsync(dispatcher))));
            ledger.Write(Fleet.Done, settings.Run.ToString(CultureInfo.InvariantCulture));
        }

        await host.WaitForShutdownAsync();
    }

    private IHost Build()
    {
        var application = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        application.Services.AddWmsWebhooks(options =>
            {
                options.Contract = CrashHost.Contract;
                options.Pump.PollInterval = TimeSpan.FromMilliseconds(200);
                options.Pump.Enabled = settings.Verb == "node";
                options.Pump.NodeName = string.Create(CultureInfo.InvariantCulture, $"node-{settings.Run}");
                options.Subscriptions.Deadline = Fleet.Deadline;
                options.Addresses = new AddressPolicy { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };
            })
            .AddContract(CrashHost.Contract)
            .UsePostgreSql(settings.Database);
        var host = application.Build();

        // After the options were found right: a host cannot do this.
        host.Services.GetRequiredService<PumpOptions>().Lease = Fleet.Lease;
        return host;
    }

    private static async Task SubscribeAsync(IWebhookSubscriptions webhooks, string receiver)
    {
        for (var endpoint = 0; endpoint < Published.Endpoints; endpoint++)
        {
            await webhooks.CreateAsync(new NewWebhookSubscription
            {
                Name = Published.Path(endpoint),
                Url = receiver.TrimEnd('/') + Published.Path(endpoint),
                EventTypes = [Published.Type],
                Channels = [Published.Path(endpoint)],
                Secret = Published.FirstSecret(endpoint),
                MaxInFlight = Published.MaxInFlight,
            });
        }
    }

    private async Task PublishAsync(IWebhookDispatcher dispatcher)
    {
        for (var number = Interlocked.Increment(ref _published); number <= settings.Events || !File.Exists(settings.Until); number = Interlocked.Increment(ref _published))
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"evt_{settings.Run}_{number}");
            ledger.Write("try", id);
            await PublishAsync(dispatcher, id, Published.Path(number % Published.Endpoints));
            ledger.Write("ack", id);
        }
    }

    /// <summary>As a host does: what failed because the database was gone for a moment is published again under its id.</summary>
    private static async Task PublishAsync(IWebhookDispatcher dispatcher, string id, string channel)
    {
        while (true)
        {
            try
            {
                await dispatcher.PublishJsonAsync(
                    Published.Type, Published.Data(id), new WebhookPublishOptions { EventId = id, OccurredAt = Published.OccurredAt, Channels = [channel] });
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(50);
            }
        }
    }

    private MeterListener CountRefused()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == WmsWebhooksDiagnostics.MeterName && instrument.Name == "wms.webhooks.lease.lost")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => ledger.Write(Fleet.Refused, count.ToString(CultureInfo.InvariantCulture)));
        listener.Start();
        return listener;
    }
}
