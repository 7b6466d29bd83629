using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Retention;
using SmartWms.Webhooks.Sending;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Hosting;

/// <summary>Starts and stops the engine with the host. What must stop a start is done before anything runs.</summary>
internal sealed class WmsWebhooksService(
    WebhookStores stores, WebhookSender sender, SubscriptionRegistry subscriptions, SubscriptionEvents events, DeclaredWebhooks declared, DeliveryPump pump, Heartbeat heartbeat, Sweep sweep,
    StatisticsWriter statistics, AlertQueue alerts, WakeUp wakeUp, WmsWebhooksOptions options, TimeProvider time, ILogger<WmsWebhooksService> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly WakeUp _sweepWakeUp = new(time);
    private IDisposable? _listening;
    private Task _sweeping = Task.CompletedTask;
    private Task _alerting = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (stores.OpenAsync is { } open)
        {
            await open(cancellationToken).ConfigureAwait(false);
        }

        sender.Open();
        await heartbeat.StartAsync(cancellationToken).ConfigureAwait(false);
        await subscriptions.GetAsync(cancellationToken).ConfigureAwait(false);
        await declared.UpsertAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        events.WebhookChanged += Changed;
        _alerting = Task.Run(() => alerts.RunAsync(CancellationToken.None), CancellationToken.None);
        _sweeping = Task.Run(() => SweepAsync(_stopping.Token), CancellationToken.None);
        if (options.Pump.Enabled)
        {
            pump.Start();
            statistics.Start();
            _listening = stores.Notified?.Invoke(wakeUp.Set);
        }

        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        events.WebhookChanged -= Changed;
        _listening?.Dispose();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await pump.StopAsync(cancellationToken).ConfigureAwait(false);
        await statistics.StopAsync(cancellationToken).ConfigureAwait(false);
        await heartbeat.StopAsync(cancellationToken).ConfigureAwait(false);
        await _sweeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        alerts.Complete();
        await _alerting.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _sweepWakeUp.Dispose();
    }

    private void Changed()
    {
        subscriptions.Changed();
        wakeUp.Set();
        _sweepWakeUp.Set();
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await sweep.RunOnceAsync(stopping).ConfigureAwait(false);
                await _sweepWakeUp.WaitAsync(options.Retention.SweepInterval, stopping).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Log.SweepFailed(logger, exception, exception.GetType().Name);
                await _sweepWakeUp.WaitAsync(options.Retention.SweepInterval, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
