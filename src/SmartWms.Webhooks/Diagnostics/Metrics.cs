using System.Diagnostics.Metrics;

namespace SmartWms.Webhooks.Diagnostics;

/// <summary>The instruments. Never an id or URL as a tag.</summary>
internal sealed class Metrics
{
    private readonly Counter<long> _published;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _leaseLost;
    private long _backlog;
    private double _backlogAge;

    public Metrics(IMeterFactory meters)
    {
        var meter = meters.Create(WmsWebhooksDiagnostics.MeterName, typeof(Metrics).Assembly.GetName().Version?.ToString(3));
        _published = meter.CreateCounter<long>("wms.webhooks.published", "{event}", "Events stored, duplicates not counted; in a transaction of the host counted when written, whatever becomes of it.");
        _attempts = meter.CreateCounter<long>("wms.webhooks.attempts", "{attempt}", "Attempts by outcome.");
        _duration = meter.CreateHistogram<double>("wms.webhooks.attempt.duration", "s", "From the request's begin to the end of the answer or the failure.");
        _lag = meter.CreateHistogram<double>("wms.webhooks.delivery.lag", "s", "From a delivery's due time to its request's begin.");
        _leaseLost = meter.CreateCounter<long>("wms.webhooks.lease.lost", "{result}", "Results dropped because the lease was lost.");
        meter.CreateObservableGauge("wms.webhooks.backlog", () => Volatile.Read(ref _backlog), "{delivery}", "Deliveries of active webhooks that are due, as last looked at.");
        meter.CreateObservableGauge("wms.webhooks.backlog.age", () => Volatile.Read(ref _backlogAge), "s", "How long the longest due delivery has been due, as last looked at.");
    }

    public void Published(int events) => _published.Add(events);

    public void Attempted(string outcome, TimeSpan duration, TimeSpan lag)
    {
        var tag = new KeyValuePair<string, object?>("outcome", outcome);
        _attempts.Add(1, tag);
        _duration.Record(duration.TotalSeconds, tag);
        _lag.Record(Math.Max(0, lag.TotalSeconds));
    }

    public void LeaseLost() => _leaseLost.Add(1);

    public void Backlog(long due, TimeSpan age)
    {
        Volatile.Write(ref _backlog, due);
        Volatile.Write(ref _backlogAge, Math.Max(0, age.TotalSeconds));
    }
}
