using SmartWms.Webhooks.House.Tests.PublicApi;

namespace SmartWms.Webhooks.House.Tests.Reference;

public sealed class ReferenceTests
{
    private static readonly Lazy<string> Made = new(ReferenceText.Of);

    [Fact]
    public void The_reference_is_what_the_code_says()
    {
        var approve = Environment.GetEnvironmentVariable(Approval.Variable) == "1";
        var complaint = Approval.Complaint("REFERENCE", Made.Value, Path.Combine(Repository.Root, "src", "REFERENCE.md"), approve);

        Assert.True(complaint is null, complaint);
    }

    [Theory]
    [InlineData("| `Pump:Lease` | `TimeSpan` | 90 seconds | 90 seconds to 1 hour |")]
    [InlineData("| `Lanes:Circuit:OpenFor` | `TimeSpan` | 30 seconds | 1 second to 1 hour |")]
    [InlineData("| `Publishing:MaxBodyBytes` | `int` | 262,144 | 1,024 to 1,048,576 |")]
    [InlineData("| `Lanes:Circuit:FailureRatio` | `double` | 1 | above 0 to 1 |")]
    [InlineData("| `CacheMebibytes` | `int` | 64 | 1 to 4,096 |")]
    [InlineData("| `CommandTimeout` | `TimeSpan` | 30 seconds | 1 second to 10 minutes |")]
    [InlineData("| `RefreshEvery` | `TimeSpan` | 5 seconds | 1 second to 1 hour |")]
    [InlineData("| `MaxBodyBytes` | `int` | 1,048,576 | 1,024 to 2,097,152 |")]
    [InlineData("| `Name` | `string` | none | at most 200 characters |")]
    [InlineData("| `Secret` | `string` | none | 16 to 512 characters |")]
    [InlineData("| `Schedule` | `IList<TimeSpan>` | none | 1 to 50, each 1 second to 30 days |")]
    [InlineData("| `MaxInFlight` | `int?` | none | 1 to 256 |")]
    [InlineData("| `webhook-id` | ")]
    [InlineData("| 200 to 299 | none: delivered |")]
    [InlineData("| 410 | `Gone` |")]
    [InlineData("| 409 | `body_purged` |")]
    [InlineData("| `WmsWebhooksDiagnostics.ActivitySourceName` | `SmartWms.Webhooks` | ")]
    [InlineData("| 4xx, as the server says | `bad_request` |")]
    [InlineData("| 41 | `WorkerLost` | ")]
    [InlineData("| `SmartWms.Webhooks` | `wms.webhooks.backlog.age` | ObservableGauge | s | ")]
    [InlineData("| `SmartWms.Webhooks.Receiver` | `wms.webhooks.received` | Counter | {request} | ")]
    [InlineData("| 1802 | Warning | `SmartWms.Webhooks` | ")]
    public void It_holds_a_row_of_every_kind(string row) => Assert.Contains(row, Made.Value, StringComparison.Ordinal);

    [Fact]
    public void Every_number_has_limits() =>
        Complaints.None(Made.Value.Split('\n').Where(row => row.Split(" | ") is [_, "`int`" or "`int?`" or "`double`" or "`TimeSpan`" or "`TimeSpan?`", _, "", ..]));

    [Fact]
    public void Every_row_has_words_and_none_is_cut_short()
    {
        var rows = Made.Value.Split('\n').Where(line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal) && !line.StartsWith("| key", StringComparison.Ordinal)).ToList();

        Assert.True(rows.Count > 150, $"{rows.Count}");
        Complaints.None(rows.Where(row => row.EndsWith("|  |", StringComparison.Ordinal) || !row.EndsWith(" |", StringComparison.Ordinal)));
    }
}
