using System.Text.Json;
using System.Text.RegularExpressions;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.House.Tests.Guides;

public sealed partial class GrafanaTests
{
    private static readonly string Dashboard = File.ReadAllText(Path.Combine(Repository.Root, "src", "Guides", "grafana-dashboard.json"));

    /// <summary>The engine's instruments as the Prometheus exporter of OpenTelemetry writes them.</summary>
    private static readonly Dictionary<string, IReadOnlyList<string>> Written = Repository.Files("*Metrics.cs", "src")
        .SelectMany(file => Instrument().Matches(file.Text))
        .ToDictionary(
            match => match.Groups["name"].Value,
            match => PrometheusNames(match.Groups["kind"].Value, match.Groups["name"].Value, match.Groups["unit"].Value));

    private static IEnumerable<string> Used => Metric().Matches(Dashboard).Select(match => match.Value).Distinct();

    [Fact]
    public void Every_metric_of_the_dashboard_exists_in_the_code() => Complaints.None(Used.Except(Written.Values.SelectMany(names => names)));

    [Fact]
    public void Every_metric_of_the_engine_is_on_the_dashboard() =>
        Complaints.None(Written.Where(pair => pair.Key is not ("wms.webhooks.received" or "wms.webhooks.handling.duration") && !pair.Value.Any(Used.Contains)).Select(pair => pair.Key));

    [Fact]
    public void Every_outcome_that_the_dashboard_asks_for_exists() =>
        Complaints.None(Outcome().Matches(Dashboard).SelectMany(match => match.Groups["names"].Value.Split('|')).Except([.. Enum.GetNames<FailureClass>(), "Accepted"]));

    [Fact]
    public void The_page_of_metrics_names_each_as_the_code_and_as_Prometheus_does()
    {
        var page = GuidePage.Of("src", "Guides", "en", "metrics.md").Text;

        Complaints.None(Written.Keys.Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal)));
        Complaints.None(Metric().Matches(page).Select(match => match.Value).Except(Written.Values.SelectMany(names => names)));
    }

    [Fact]
    public void The_dashboard_is_one_that_Grafana_imports()
    {
        using var dashboard = JsonDocument.Parse(Dashboard);
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();

        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, panel => Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray()));
        Assert.All(panels, panel => Assert.NotEqual("", panel.GetProperty("title").GetString()));
    }

    [Theory]
    [InlineData("Counter", "wms.webhooks.attempts", "{attempt}", "wms_webhooks_attempts_total")]
    [InlineData("Histogram", "wms.webhooks.attempt.duration", "s", "wms_webhooks_attempt_duration_seconds_bucket")]
    [InlineData("ObservableGauge", "wms.webhooks.backlog", "{delivery}", "wms_webhooks_backlog")]
    [InlineData("ObservableGauge", "wms.webhooks.backlog.age", "s", "wms_webhooks_backlog_age_seconds")]
    public void The_exporter_writes_dots_units_and_totals(string kind, string name, string unit, string written) => Assert.Contains(written, PrometheusNames(kind, name, unit));

    /// <summary>Dots become underscores, the unit is appended unless it is an annotation in braces, counters end in <c>_total</c>, histograms are three series.</summary>
    private static IReadOnlyList<string> PrometheusNames(string kind, string name, string unit)
    {
        var written = name.Replace('.', '_') + (unit == "s" ? "_seconds" : "");
        return kind switch
        {
            "Counter" => [$"{written}_total"],
            "Histogram" => [$"{written}_bucket", $"{written}_sum", $"{written}_count"],
            _ => [written],
        };
    }

    [GeneratedRegex("""Create(?<kind>Counter|Histogram|ObservableGauge)(?:<\w+>)?\("(?<name>[a-z.]+)",(?: \(\) => [^"]+)? "(?<unit>[^"]+)",""")]
    private static partial Regex Instrument();

    [GeneratedRegex("wms_webhooks_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("""outcome(?:=|!=|=~|!~)\\"(?<names>[A-Za-z|]+)\\" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Outcome();
}
