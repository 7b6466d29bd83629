using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Tests.Statistics;

public sealed class LatencyBandsTests
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(10, 0)]
    [InlineData(10.001, 1)]
    [InlineData(1_000, 6)]
    [InlineData(30_000, 10)]
    [InlineData(30_001, 11)]
    [InlineData(86_400_000, 11)]
    public void A_latency_lies_in_the_band_whose_upper_bound_it_does_not_exceed(double milliseconds, int band) =>
        Assert.Equal(band, LatencyBands.Of(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void A_percentile_is_taken_evenly_within_its_band()
    {
        long[] counts = new long[12];
        (counts[2], counts[6]) = (50, 50);   // 25 to 50 ms, 500 to 1,000 ms

        Assert.Equal(37.5, LatencyBands.Percentile(counts, 0.25)!.Value.TotalMilliseconds, 3);
        Assert.Equal(50, LatencyBands.Percentile(counts, 0.5)!.Value.TotalMilliseconds, 3);
        Assert.Equal(950, LatencyBands.Percentile(counts, 0.95)!.Value.TotalMilliseconds, 3);
    }

    [Fact]
    public void No_request_has_no_percentile_and_the_open_band_ends_where_it_begins()
    {
        Assert.Null(LatencyBands.Percentile(new long[12], 0.5));
        Assert.Equal(TimeSpan.FromSeconds(30), LatencyBands.Percentile([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3], 0.99));
    }
}
