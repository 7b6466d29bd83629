using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Receiver.Diagnostics;

namespace SmartWms.Webhooks.Receiver.Hosting;

/// <summary>The settings as they are now. A reload to ones that cannot work is told once, and those before it hold.</summary>
internal sealed class ReceiverSettings(IOptionsMonitor<WmsWebhookReceiverOptions> monitor, ILogger<ReceiverSettings> logger)
{
    private volatile WmsWebhookReceiverOptions? _last;
    private volatile string? _told;

    public WmsWebhookReceiverOptions Current
    {
        get
        {
            try
            {
                _last = monitor.CurrentValue;
                _told = null;
                return _last;
            }
            catch (Exception exception) when (_last is not null)
            {
                // Words of our own name no value; those of the configuration's binder may.
                var complaints = exception is OptionsValidationException ? exception.Message : exception.GetType().Name;
                if (Interlocked.Exchange(ref _told, complaints) != complaints)
                {
                    Log.SettingsRefused(logger, complaints);
                }

                return _last;
            }
        }
    }
}
