using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using SmartWms.Webhooks.Crash.Host.Stores;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Crash.Host.Nodes;

/// <summary>One of several processes on one database: delivers until it is killed or told to end, and publishes when it is told how much.</summary>
internal sealed class Node(CrashSettings settings, Ledger ledger)
{
    private int _published;

    private string Name => string.Create(CultureInfo.InvariantCulture, $"node-{settings.Run}");

    public async Task RunAsync()
    {
        using var refused = CountRefused();
        using var host = await StartAsync();
        if (settings.Verb == "subscribe")
        {
            await SubscribeAsync(host.Services.GetRequiredService<IWebhookSubscriptions>());
            await host.StopAsync();
            return;
        }

        ledger.Write(Fleet.Started, settings.Until is not null ? Fleet.Publishes : Fleet.OnlyDelivers);
        var ending = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var publishing = settings.Until is not null ? PublishAllAsync(host.Services.GetRequiredService<IWebhookDispatcher>(), ending) : Task.CompletedTask;
        await host.WaitForShutdownAsync();
        await publishing;
    }

    /// <summary>As what supervises a host does: one whose database is away when it starts is started again.</summary>
    private async Task<IHost> StartAsync()
    {
        while (true)
        {
            var host = Build();
            try
            {
                await host.StartAsync();
                return host;
            }
            catch (NpgsqlException exception) when (exception.IsTransient)
            {
                host.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private IHost Build()
    {
        var application = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        application.Services.AddSingleton(new NodeName(Name));
        var builder = application.Services.AddWmsWebhooks(options =>
            {
                options.Contract = CrashHost.Contract;
                options.Pump.PollInterval = TimeSpan.FromMilliseconds(200);
                options.Pump.Enabled = settings.Verb == "node";
                options.Pump.NodeName = Name;
                options.Pump.ShutdownGrace = Fleet.Grace;
                options.Subscriptions.Deadline = settings.Deadline;
                options.Subscriptions.MaxInFlight = Published.MaxInFlight;
                options.Lanes.Circuit.OpenFor = TimeSpan.FromSeconds(1);
                options.Addresses = CrashHost.Loopback;
            })
            .AddContract(CrashHost.Contract)
            .UseSigner<NamedSigner>()
            .UseDatabase(settings);
        if (settings.Lingers)
        {
            builder.WrapDeliveries(store => new LingeringStore(store, ledger));
        }

        var host = application.Build();

        // After the options were found right: a host cannot do this.
        host.Services.GetRequiredService<PumpOptions>().Lease = settings.Lease;
        return host;
    }

    private async Task SubscribeAsync(IWebhookSubscriptions webhooks)
    {
        for (var endpoint = 0; endpoint < Published.Endpoints; endpoint++)
        {
            await webhooks.CreateAsync(new NewWebhookSubscription
            {
                Name = Published.Path(endpoint),
                Url = settings.Receiver.TrimEnd('/') + Published.Path(endpoint),
                EventTypes = [Published.Type],
                Channels = settings.FansOut ? [] : [Published.Path(endpoint)],
                Secret = Published.FirstSecret(endpoint),
                MaxInFlight = Published.MaxInFlight,
            });
        }
    }

    private async Task PublishAllAsync(IWebhookDispatcher dispatcher, CancellationToken ending)
    {
        await Task.WhenAll(Enumerable.Range(0, Fleet.Callers).Select(_ => Task.Run(() => PublishAsync(dispatcher, ending), CancellationToken.None)));
        ledger.Write(Fleet.Done, settings.Run.ToString(CultureInfo.InvariantCulture));
    }

    private async Task PublishAsync(IWebhookDispatcher dispatcher, CancellationToken ending)
    {
        for (var number = Interlocked.Increment(ref _published);
            !ending.IsCancellationRequested && (number <= settings.Events || !File.Exists(settings.Until));
            number = Interlocked.Increment(ref _published))
        {
            var id = settings.FansOut ? Published.Everywhere(settings.Run, number) : Published.OnlyOnce(settings.Run, number);
            ledger.Write("try", id);
            if (await PublishAsync(dispatcher, id, ending))
            {
                ledger.Write("ack", id);
            }

            await Task.Delay(settings.Pace, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>As a host does: what failed because the database was gone for a moment is published again under its id.</summary>
    private async Task<bool> PublishAsync(IWebhookDispatcher dispatcher, string id, CancellationToken ending)
    {
        IReadOnlyList<string> channels = settings.FansOut ? [] : [.. Published.PathsOf(id)];
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await dispatcher.PublishJsonAsync(
                    Published.Type, Published.Data(id), new WebhookPublishOptions { EventId = id, OccurredAt = Published.OccurredAt, Channels = channels }, CancellationToken.None);
                return true;
            }
            catch (Exception exception)
            {
                ledger.Write(Fleet.NotStored, exception.GetType().Name);
                await Task.Delay(50, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return false;
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
