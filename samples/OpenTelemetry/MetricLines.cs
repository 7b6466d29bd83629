using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OpenTelemetrySample;

/// <summary>Prints what each instrument says, once for each set of tags.</summary>
internal sealed class MetricLines : BaseExporter<Metric>
{
    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = new List<string>();
                foreach (var (name, value) in point.Tags)
                {
                    tags.Add($"{name}={value}");
                }

                Console.WriteLine($"{metric.Name}{(tags is [] ? "" : $" {{{string.Join(", ", tags)}}}")}: {Value(metric.MetricType, point)}");
            }
        }

        return ExportResult.Success;
    }

    private static string Value(MetricType kind, in MetricPoint point) => kind switch
    {
        MetricType.LongSum => $"{point.GetSumLong()}",
        MetricType.LongGauge => $"{point.GetGaugeLastValueLong()}",
        MetricType.DoubleGauge => $"{point.GetGaugeLastValueDouble():0.###} s",
        _ => $"count {point.GetHistogramCount()}, sum {point.GetHistogramSum():0.000} s",
    };
}
