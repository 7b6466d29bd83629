using System.Text;
using System.Text.RegularExpressions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Samples;

public sealed partial class OpenTelemetryTests
{
    [Fact]
    public async Task Each_attempt_is_a_trace_of_its_own_that_links_to_the_publish()
    {
        var run = await RunAsync();

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Empty(run.Errors);
        var request = Span().Matches(run.Output).Single(span => span.Groups["name"].Value == "ship SO-0001");
        var publish = Span().Matches(run.Output).Single(span => span.Groups["name"].Value == "publish order.shipped");
        Assert.Equal(request.Groups["trace"].Value, publish.Groups["trace"].Value);
        Assert.Equal($", child of {request.Groups["span"].Value}", publish.Groups["more"].Value);
        var attempts = Span().Matches(run.Output).Where(span => span.Groups["name"].Value.StartsWith("deliver", StringComparison.Ordinal)).ToList();
        Assert.Equal(["deliver order.shipped 503", "deliver order.shipped 200"], attempts.Select(span => span.Groups["name"].Value));
        Assert.All(attempts, span => Assert.Equal($", linked to trace {publish.Groups["trace"].Value} span {publish.Groups["span"].Value}", span.Groups["more"].Value));
        Assert.Equal(3, attempts.Append(publish).Select(span => span.Groups["trace"].Value).Distinct().Count());
    }

    [Fact]
    public async Task It_prints_the_metrics_and_that_no_trace_header_left()
    {
        var run = await RunAsync();

        string[] texts =
        [
            "ERP answers 503, it was given no traceparent", "ERP answers 200, it was given no traceparent", "wms.webhooks.published: 1",
            "wms.webhooks.attempts {outcome=Unavailable}: 1", "wms.webhooks.attempts {outcome=Accepted}: 1", "wms.webhooks.attempt.duration {outcome=Accepted}: count 1, sum 0.",
            "wms.webhooks.delivery.lag: count 2, sum 0.", "wms.webhooks.backlog: 0", "wms.webhooks.backlog.age: 0 s",
        ];
        var lines = run.Output.Split(Environment.NewLine);
        Assert.All(texts, text => Assert.Single(lines, line => line.StartsWith(text, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_collector_gets_both_over_OTLP()
    {
        await using var collector = await ScriptedReceiver.StartAsync();
        var run = await RunAsync("--otlp", collector.Url.AbsoluteUri);

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Equal(["/v1/metrics", "/v1/traces"], collector.Requests.Select(request => request.Path).Distinct().Order(StringComparer.Ordinal));
        Assert.All(collector.Requests, request => Assert.Equal("application/x-protobuf", request.Header("Content-Type")));
        AssertHolds(collector, "/v1/traces", "service.name", "wms", "SmartWms.Webhooks", "ship SO-0001", "publish order.shipped", "deliver order.shipped", "http.response.status_code");
        AssertHolds(collector, "/v1/metrics", "service.name", "wms", "SmartWms.Webhooks", "wms.webhooks.published", "wms.webhooks.attempts", "Unavailable", "wms.webhooks.attempt.duration", "wms.webhooks.backlog.age");
    }

    [Theory]
    [InlineData(1, "nothing took OTLP at http://127.0.0.1:1025/", "http://127.0.0.1:1025")]
    [InlineData(2, "give --otlp the address of a collector", "collector")]
    public async Task A_collector_that_is_not_there_is_said(int exitCode, string says, string otlp)
    {
        var run = await RunAsync("--otlp", otlp);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(says, run.Errors, StringComparison.Ordinal);
    }

    private static void AssertHolds(ScriptedReceiver collector, string path, params string[] texts)
    {
        var sent = string.Concat(collector.Requests.Where(request => request.Path == path).Select(request => Encoding.Latin1.GetString(request.Body.Span)));
        Assert.All(texts, text => Assert.Contains(text, sent, StringComparison.Ordinal));
    }

    private static async Task<Finished> RunAsync(params string[] arguments)
    {
        await using var process = Running.Sample("OpenTelemetry", arguments);
        return await process.FinishAsync();
    }

    [GeneratedRegex("^(?<name>.+): trace (?<trace>[0-9a-f]{32}) span (?<span>[0-9a-f]{16})(?<more>.*?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Span();
}
