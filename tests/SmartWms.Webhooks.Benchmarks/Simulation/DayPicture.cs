using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>The day as three charts one below the other.</summary>
internal static class DayPicture
{
    private static readonly string[] Colours = ["#c2410c", "#7c3aed", "#0369a1"];

    public static string Of(DayPlan plan, DayResult result)
    {
        IEnumerable<(double Hour, double Value)> Line(Func<DaySample, double> value) => result.Samples.Skip(1).Select(sample => (sample.At.TotalHours, value(sample)));
        var backlog = new SvgChart($"Deliveries that have not ended (grey: {plan.DeadShare:0 %} of {plan.Endpoints:N0} endpoints are dead)", isLogarithmic: false);
        for (var contract = 0; contract < DayResult.Contracts.Length; contract++)
        {
            var index = contract;
            backlog.Add($"dead, {DayResult.Contracts[index]}", Colours[index], Line(sample => sample.DeadBacklog[index]));
        }

        SvgChart[] charts =
        [
            backlog.Add("healthy", "#15803d", Line(sample => sample.HealthyBacklog)),
            new SvgChart("From publish to delivered, healthy endpoints, milliseconds", isLogarithmic: true).Add("p50", "#15803d", Line(sample => sample.HealthyP50)).Add("p99", "#86198f", Line(sample => sample.HealthyP99)),
            new SvgChart("Requests to dead endpoints in a minute", isLogarithmic: false).Add("all of them together", Colours[0], Line(sample => sample.DeadRequests / plan.Sample.TotalMinutes)),
        ];
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SvgChart.Width} {charts.Length * SvgChart.Height}" font-family="system-ui, sans-serif" font-size="12">""");
        text.AppendLine("""<rect width="100%" height="100%" fill="#fff"/>""");
        for (var index = 0; index < charts.Length; index++)
        {
            text.Append(charts[index].Draw(index * SvgChart.Height, plan.DeadFrom.TotalHours, plan.DeadUntil.TotalHours));
        }

        return text.AppendLine("</svg>").ToString();
    }
}
