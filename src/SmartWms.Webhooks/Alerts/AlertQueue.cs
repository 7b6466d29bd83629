using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Diagnostics;

namespace SmartWms.Webhooks.Alerts;

/// <summary>Takes alerts from the delivery path without ever holding it up, folds repeats, and tells the host's handlers one at a time.</summary>
internal sealed class AlertQueue(IEnumerable<IWebhookAlerts> handlers, AlertOptions options, ILogger<AlertQueue> logger)
{
    private const int Capacity = 1000;

    // When handlers are so slow that this fills, the oldest give way: repeats are folded anyway and every one is in the delivery log.
    private readonly Channel<WebhookAlert> _alerts = Channel.CreateBounded<WebhookAlert>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly AlertFold _fold = new(options.Fold);

    public int FailingAfter => options.FailingAfter;

    public void Raise(WebhookAlert alert)
    {
        WebhookAlert? passed;
        lock (_fold)
        {
            passed = _fold.Pass(alert);
        }

        if (passed is not null)
        {
            _ = _alerts.Writer.TryWrite(passed);
        }
    }

    public void Complete() => _alerts.Writer.TryComplete();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var alert in _alerts.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var handler in handlers)
            {
                try
                {
                    await handler.RaiseAsync(alert, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    Log.AlertFailed(logger, exception, exception.GetType().Name, alert.Kind.ToString(), alert.Subscription.ToString());
                }
            }
        }
    }
}
