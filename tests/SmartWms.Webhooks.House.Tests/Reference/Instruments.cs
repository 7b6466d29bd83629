using System.Diagnostics.Metrics;
using System.Reflection;

namespace SmartWms.Webhooks.House.Tests.Reference;

/// <summary>The instruments that the packages make, asked of themselves.</summary>
internal static class Instruments
{
    public static IReadOnlyList<Instrument> All()
    {
        List<Instrument> made = [];
        using var listener = new MeterListener();
        using var meters = new Meters();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (meters.Made.Contains(instrument.Meter))
            {
                made.Add(instrument);
            }
        };
        listener.Start();
        foreach (var maker in Repository.Packages.Select(Shipped.Load).SelectMany(assembly => assembly.GetTypes()).Select(Maker).OfType<ConstructorInfo>())
        {
            maker.Invoke([meters]);
        }

        return [.. made.OrderBy(instrument => instrument.Meter.Name, StringComparer.Ordinal).ThenBy(instrument => instrument.Name, StringComparer.Ordinal)];
    }

    private static ConstructorInfo? Maker(Type type) =>
        type.GetConstructors().SingleOrDefault(constructor => constructor.GetParameters() is [{ ParameterType: var one }] && one == typeof(IMeterFactory));

    private sealed class Meters : IMeterFactory
    {
        public List<Meter> Made { get; } = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options.Name);
            Made.Add(meter);
            return meter;
        }

        public void Dispose() => Made.ForEach(meter => meter.Dispose());
    }
}
