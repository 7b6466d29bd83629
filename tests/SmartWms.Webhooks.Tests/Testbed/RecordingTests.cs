using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Testbed;

public sealed class RecordingTests
{
    [Fact]
    public void A_log_line_is_kept_with_its_level_id_category_message_and_values()
    {
        using var logs = new RecordingLogs();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));

        factory.CreateLogger("Pump").Log(LogLevel.Warning, new EventId(1201, "LeaseLost"), "Lost the lease of {DeliveryId}", "dlv_7");

        var line = Assert.Single(logs.WithId(1201));
        Assert.Equal((LogLevel.Warning, "LeaseLost", "Pump", "Lost the lease of dlv_7"), (line.Level, line.EventId.Name, line.Category, line.Message));
        Assert.Contains(KeyValuePair.Create<string, object?>("DeliveryId", "dlv_7"), line.State);
        Assert.Contains("dlv_7", line.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_can_wait_for_a_log_line()
    {
        using var logs = new RecordingLogs();
        var waiting = logs.WaitForAsync(line => line.EventId.Id == 5);

        logs.CreateLogger("Pump").Log(LogLevel.Information, new EventId(5), "now");

        Assert.Equal("now", (await waiting).Message);
    }

    [Fact]
    public void Measurements_of_the_host_named_are_kept_and_of_others_not()
    {
        using var mine = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var scope = mine.GetRequiredService<IMeterFactory>();
        using var recording = new RecordingMeter("wms.testbed", scope);

        Count(scope, 2);
        Count(other.GetRequiredService<IMeterFactory>(), 40);
        scope.Create("wms.testbed").CreateObservableGauge("backlog", () => 7L);
        recording.Observe();

        Assert.Equal(2, recording.Total("attempts", measurement => measurement.Tag("outcome") == "delivered"));
        Assert.Equal(7, Assert.Single(recording.Of("backlog")).Value);

        static void Count(IMeterFactory meters, long by) =>
            meters.Create("wms.testbed").CreateCounter<long>("attempts").Add(by, new KeyValuePair<string, object?>("outcome", "delivered"));
    }

    [Fact]
    public void Activities_are_kept_when_they_stop_unless_they_are_another_tests()
    {
        using var source = new ActivitySource($"wms.testbed.{Guid.NewGuid():N}");
        using var recording = new RecordingActivities(source.Name, activity => activity.DisplayName != "not mine");

        using (source.StartActivity("publish"))
        {
            Assert.Empty(recording.Stopped);
        }

        using (source.StartActivity("not mine"))
        {
            Assert.Single(recording.Stopped);
        }

        Assert.Equal("publish", Assert.Single(recording.Stopped).DisplayName);
    }

    [Fact]
    public void A_temporary_folder_goes_with_everything_in_it()
    {
        string path;
        using (var folder = new TempFolder())
        {
            path = folder.Path;
            File.WriteAllText(folder["wms.db"], "rows");
            Assert.True(File.Exists(Path.Combine(path, "wms.db")));
        }

        Assert.False(Directory.Exists(path));
    }
}
