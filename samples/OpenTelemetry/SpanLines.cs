using System.Diagnostics;
using OpenTelemetry;

namespace OpenTelemetrySample;

/// <summary>Prints each span as it ends: an attempt is a trace of its own, as it may be days later, and links to the publish.</summary>
internal sealed class SpanLines : BaseExporter<Activity>
{
    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (var span in batch)
        {
            var status = span.GetTagItem("http.response.status_code") is { } code ? $" {code}" : "";
            var parent = span.ParentSpanId == default ? "" : $", child of {span.ParentSpanId}";
            var links = string.Concat(span.Links.Select(link => $", linked to trace {link.Context.TraceId} span {link.Context.SpanId}"));
            Console.WriteLine($"{span.DisplayName}{status}: trace {span.TraceId} span {span.SpanId}{parent}{links}");
        }

        return ExportResult.Success;
    }
}
