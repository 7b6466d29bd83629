namespace SmartWms.Webhooks.Diagnostics;

/// <summary>Names for <c>AddSource</c> and <c>AddMeter</c> of OpenTelemetry.</summary>
public static class WmsWebhooksDiagnostics
{
    /// <summary>The activity source: spans <c>publish {type}</c> and <c>deliver {type}</c>, the second linked to the first.</summary>
    public const string ActivitySourceName = "SmartWms.Webhooks";

    /// <summary>The meter: instruments <c>wms.webhooks.*</c>.</summary>
    public const string MeterName = "SmartWms.Webhooks";
}
