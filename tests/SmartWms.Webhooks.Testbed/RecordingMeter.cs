using System.Diagnostics.Metrics;
using System.Numerics;

namespace SmartWms.Webhooks.Testbed;

/// <summary>Keeps what a meter reports.</summary>
public sealed class RecordingMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Arrivals<Measurement> _measurements = new("measurements", static measurement => measurement.ToString());

    /// <param name="meterName">The meter listened to.</param>
    /// <param name="scope">
    /// The <see cref="IMeterFactory"/> of one host: only its meters are heard, so that tests running at once do not hear each other.
    /// <see langword="null"/> hears every meter of that name in the process.
    /// </param>
    public RecordingMeter(string meterName, IMeterFactory? scope = null)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meterName && (scope is null || instrument.Meter.Scope == scope))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        Hear<int>();
        Hear<long>();
        Hear<float>();
        Hear<double>();
        _listener.Start();
    }

    /// <summary>Everything reported so far, oldest first; a copy.</summary>
    public IReadOnlyList<Measurement> Measurements => _measurements.Snapshot();

    /// <summary>What one instrument reported so far.</summary>
    public IReadOnlyList<Measurement> Of(string instrument) => [.. Measurements.Where(measurement => measurement.Instrument == instrument)];

    /// <summary>The sum of a counter, over the measurements that match (or all).</summary>
    public double Total(string instrument, Func<Measurement, bool>? matches = null) => Of(instrument).Where(matches ?? (_ => true)).Sum(measurement => measurement.Value);

    /// <summary>Asks observable instruments (gauges) for their value now, which then is among <see cref="Measurements"/>.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    /// <inheritdoc cref="Arrivals{T}.WaitForAsync(Func{T, bool})"/>
    public Task<Measurement> WaitForAsync(Func<Measurement, bool> matches) => _measurements.WaitForAsync(matches);

    public void Dispose() => _listener.Dispose();

    private void Hear<T>()
        where T : struct, INumber<T> =>
        _listener.SetMeasurementEventCallback<T>((instrument, value, tags, _) => _measurements.Add(new Measurement(instrument.Name, double.CreateChecked(value), tags.ToArray())));
}
