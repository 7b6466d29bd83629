using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Lanes;

public sealed class RateBucketTests
{
    private static readonly TimeSpan Start = Seconds(100);

    [Fact]
    public void A_new_bucket_holds_one_periods_worth() => Assert.Equal(10, TenASecond().Free(Start));

    [Fact]
    public void What_is_taken_is_gone_until_it_fills_again()
    {
        var bucket = TenASecond();
        bucket.Take(10);

        Assert.Equal(0, bucket.Free(Start));
        Assert.Equal(0, bucket.Free(Start + Seconds(0.099)));
        Assert.Equal(1, bucket.Free(Start + Seconds(0.1)));
        Assert.Equal(5, bucket.Free(Start + Seconds(0.5)));
    }

    [Fact]
    public void It_never_holds_more_than_one_periods_worth()
    {
        var bucket = TenASecond();
        Assert.Equal(10, bucket.Free(Start + TimeSpan.FromHours(1)));

        bucket.Take(4);
        bucket.GiveBack(9);
        Assert.Equal(10, bucket.Free(Start + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        var bucket = TenASecond();
        bucket.Take(10);
        bucket.GiveBack(3);

        Assert.Equal(3, bucket.Free(Start));
    }

    [Fact]
    public void Time_that_goes_backward_fills_nothing()
    {
        var bucket = TenASecond();
        bucket.Take(10);

        Assert.Equal(0, bucket.Free(Start - Seconds(5)));
        Assert.Equal(1, bucket.Free(Start + Seconds(0.1)));
    }

    [Fact]
    public void It_says_when_the_next_one_is_free()
    {
        var bucket = new RateBucket(new RateLimit(6, TimeSpan.FromMinutes(1)), Start);
        Assert.Equal(Start, bucket.NextFree);

        bucket.Take(6);
        Assert.Equal(Start + Seconds(10), bucket.NextFree);
        Assert.Equal(0, bucket.Free(Start + Seconds(4)));
        Assert.Equal(Start + Seconds(10), bucket.NextFree);
        Assert.Equal(1, bucket.Free(bucket.NextFree));
    }

    [Fact]
    public void Filling_in_small_steps_is_not_one_short_by_rounding()
    {
        var bucket = new RateBucket(new RateLimit(1, Seconds(1)), Start);
        bucket.Take(1);
        for (var step = 1; step <= 10; step++)
        {
            bucket.Free(Start + Seconds(0.1 * step));
        }

        Assert.Equal(1, bucket.Free(Start + Seconds(1)));
    }

    [Fact] // R12
    public void Each_of_several_nodes_has_its_part_of_the_rate()
    {
        var bucket = new RateBucket(new RateLimit(10, Seconds(1)), Start, nodes: 4);
        Assert.Equal(2, bucket.Free(Start));

        bucket.Take(2);
        Assert.Equal(2, bucket.Free(Start + Seconds(0.6)));
        Assert.Equal(2, bucket.Free(Start + Seconds(10)));
    }

    [Fact] // R12
    public void One_a_minute_on_three_nodes_is_one_in_three_minutes_on_each()
    {
        var bucket = new RateBucket(new RateLimit(1, TimeSpan.FromMinutes(1)), Start, nodes: 3);
        Assert.Equal(1, bucket.Free(Start));

        bucket.Take(1);
        Assert.Equal(Start + TimeSpan.FromMinutes(3), bucket.NextFree);
        Assert.Equal(0, bucket.Free(Start + TimeSpan.FromMinutes(2.9)));
        Assert.Equal(1, bucket.Free(Start + TimeSpan.FromMinutes(3)));
        Assert.Equal(1, bucket.Free(Start + TimeSpan.FromHours(3)));
    }

    [Fact] // R12
    public void A_node_that_comes_takes_its_part_of_what_is_there_and_one_that_goes_gives_no_burst()
    {
        var bucket = TenASecond();
        bucket.Divide(2, Start);
        Assert.Equal(5, bucket.Free(Start));

        bucket.Divide(1, Start);
        Assert.Equal(5, bucket.Free(Start));
        Assert.Equal(10, bucket.Free(Start + Seconds(0.5)));
    }

    [Fact]
    public void Dividing_forgives_no_debt()
    {
        var bucket = TenASecond();
        bucket.Take(10);
        bucket.Divide(2, Start);

        Assert.Equal(0, bucket.Free(Start + Seconds(0.1)));
        Assert.Equal(1, bucket.Free(Start + Seconds(0.2)));
    }

    private static RateBucket TenASecond() => new(new RateLimit(10, Seconds(1)), Start);
}
