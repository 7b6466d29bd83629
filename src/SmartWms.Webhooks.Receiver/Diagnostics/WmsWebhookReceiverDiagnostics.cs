namespace SmartWms.Webhooks;

/// <summary>Names for the host's telemetry.</summary>
public static class WmsWebhookReceiverDiagnostics
{
    /// <summary>The meter: <c>AddMeter(WmsWebhookReceiverDiagnostics.MeterName)</c>.</summary>
    public const string MeterName = "SmartWms.Webhooks.Receiver";
}
