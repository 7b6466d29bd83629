using Microsoft.Extensions.Logging;

namespace SmartWms.Webhooks.House.Tests;

public sealed partial class LogEventIdTests
{
    [Fact]
    public void Every_log_message_has_its_own_id_inside_its_packages_block()
    {
        Complaints.None(LogEventIds.Wrong(Repository.Packages.Select(Shipped.Load).SelectMany(LogEventIds.Of)));
    }

    [Theory]
    [InlineData("SmartWms.Webhooks", 999)]
    [InlineData("SmartWms.Webhooks", 2000)]
    [InlineData("SmartWms.Webhooks.Sqlite", 2100)]
    [InlineData("SmartWms.Webhooks.Protocol", 1000)]
    [InlineData("SmartWms.Webhooks", -1)]
    public void An_id_outside_the_block_is_found(string package, int id)
    {
        Assert.Single(LogEventIds.Wrong([new(package, "Log.A", id)]));
    }

    [Fact]
    public void An_id_used_twice_is_found()
    {
        Assert.Equal(["1001 is used by Log.A and Log.B"], LogEventIds.Wrong([new("SmartWms.Webhooks", "Log.A", 1001), new("SmartWms.Webhooks", "Log.B", 1001)]));
    }

    [Fact]
    public void Messages_of_the_source_generator_are_seen()
    {
        Assert.Contains(LogEventIds.Of(typeof(LogEventIdTests).Assembly), message => message is { Name: $"{nameof(LogEventIdTests)}.{nameof(Sample)}", EventId: 1999 });
    }

    [LoggerMessage(1999, LogLevel.Debug, "A sample")]
    private static partial void Sample(ILogger logger);
}
