using SmartWms.Webhooks.Lanes;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>Looks every five milliseconds how much is in flight.</summary>
internal sealed class InFlightSampler : IDisposable
{
    private readonly Timer _timer;
    private long _sum;
    private long _count;

    public InFlightSampler(LaneSet lanes) => _timer = new Timer(
        _ =>
        {
            _sum += lanes.InFlight;
            _count++;
        },
        null,
        TimeSpan.Zero,
        TimeSpan.FromMilliseconds(5));

    public double Mean => _count == 0 ? 0 : (double)_sum / _count;

    public void Dispose() => _timer.Dispose();
}
