using System.Diagnostics.Metrics;
using SmartWms.Webhooks.Receiver.Receiving;

namespace SmartWms.Webhooks.Receiver.Diagnostics;

/// <summary>How many requests came to what, and how handlers do.</summary>
internal sealed class ReceiverMetrics
{
    private readonly Counter<long> _received;
    private readonly Histogram<double> _handling;

    public ReceiverMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(WmsWebhookReceiverDiagnostics.MeterName);
        _received = meter.CreateCounter<long>("wms.webhooks.received", "{request}", "Requests by outcome.");
        _handling = meter.CreateHistogram<double>("wms.webhooks.handling.duration", "s", "How long handlers took, by outcome.");
    }

    public void Received(ReceptionResult result) => _received.Add(1, new KeyValuePair<string, object?>("outcome", result.ToString()));

    public void Handled(bool succeeded, TimeSpan took) => _handling.Record(took.TotalSeconds, new KeyValuePair<string, object?>("outcome", succeeded ? "Succeeded" : "Failed"));
}
