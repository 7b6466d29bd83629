namespace SmartWms.Webhooks.Tests.Samples;

public sealed class QuickStartTests(QuickStartTour tour) : IClassFixture<QuickStartTour>
{
    [Fact]
    public async Task It_shows_everything_and_ends_by_itself_within_30_seconds()
    {
        var run = await tour.RunAsync();

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.InRange(run.Time, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Empty(run.Errors);
        AssertShows(run, "X-SmartWMS-Signature: ", "X-WMS-Signature: sha256=", "webhook-signature: v1,", "verified   Valid");
        AssertShows(run, "27 requests, 27 of them verified", "500  Attempt 1 of 3 failed", "500  Attempt 2 of 3 failed", "200  The receiver accepted it.");
        AssertShows(run, "31 deliveries; 31 succeeded", "All of this happened");
    }

    [Fact]
    public async Task The_english_documents_example_is_the_body_byte_for_byte()
    {
        var run = await tour.RunAsync();

        AssertShows(run, """{"id":"evt_123456","type":"order.shipped","timestamp":"2024-01-15T10:30:00Z","data":{"orderId":"ord_789","orderNumber":"SO-2024-001","status":"shipped","trackingNumber":"1Z999AA10123456784","carrier":"UPS"}}""");
        AssertShows(run, """{"id":"evt_2026_001234","type":"order.shipped","timestamp":"2026-05-29T14:32:11Z","data":{"order_id":"ORD-2026-1234","customer":"CUST-001","tracking":"FLASH123456","items":[""");
    }

    [Fact]
    public async Task Redirected_it_is_plain_text() => Assert.DoesNotContain('\e', (await tour.RunAsync()).Output);

    [Fact]
    public async Task A_refused_port_ends_with_1_and_the_class_in_words()
    {
        var run = await RunAsync("--url", "http://127.0.0.1:1025/hook");

        Assert.Equal(1, run.ExitCode);
        AssertShows(run, "ConnectionRefused", "nobody listens there, the connection was refused", "Attempt 1 of 5 failed: next after 60 s");
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var run = await RunAsync("--help");

        Assert.Equal(0, run.ExitCode);
        AssertShows(run, "--url URL", "--secret SECRET", "--contract NAME", "--event TYPE", "--data JSON", "--db FILE");
    }

    [Theory]
    [InlineData("'--nope' is not an option. There are --url, --secret", "--nope")]
    [InlineData("--url needs a value", "--url")]
    [InlineData("--url needs a value", "--url", "--secret", "a-secret-of-the-erp")]
    [InlineData("'erp' is not an http:// or https:// URL", "--url", "erp")]
    [InlineData("--secret goes with --url", "--secret", "a-secret-of-the-erp")]
    [InlineData("'soap' is none of smartwms, wms, standardwebhooks", "--url", "http://127.0.0.1:1025", "--contract", "soap")]
    [InlineData("'Order Shipped' is not an event type", "--url", "http://127.0.0.1:1025", "--event", "Order Shipped")]
    [InlineData("--data is not JSON at character", "--url", "http://127.0.0.1:1025", "--data", "{orderId}")]
    [InlineData("is not a file in a folder that exists", "--db", "no-such-folder/webhooks.db")]
    [InlineData("--url is given twice", "--url", "http://127.0.0.1:1025", "--url=http://127.0.0.1:1026")]
    [InlineData("Secret: give 16 to 512 characters", "--url", "http://127.0.0.1:1025", "--secret", "short-one")]
    [InlineData("Secret: Standard Webhooks needs 'whsec_'", "--url", "http://127.0.0.1:1025", "--contract", "standardwebhooks", "--secret", "a-secret-of-the-erp")]
    public async Task A_wrong_option_ends_with_2_and_says_what_is_right(string says, params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(says, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("short-one", run.Errors, StringComparison.Ordinal);
    }

    private static async Task<Finished> RunAsync(params string[] arguments)
    {
        await using var process = Running.Sample("QuickStart", arguments);
        return await process.FinishAsync();
    }

    private static void AssertShows(Finished run, params string[] texts) => Assert.All(texts, text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
}
