using SmartWms.Webhooks.Pump;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Pump;

public sealed class DueTimesTests
{
    private readonly DueTimes _times = new();

    [Fact]
    public void There_is_none_before_one_was_set() => Assert.Null(_times.Next(Noon));

    [Fact]
    public void The_earliest_after_now_is_next()
    {
        _times.Add(Noon + Seconds(30));
        _times.Add(Noon + Seconds(10));

        Assert.Equal(Noon + Seconds(10), _times.Next(Noon));
        Assert.Equal(Noon + Seconds(10), _times.Next(Noon));
    }

    [Fact]
    public void One_that_has_come_is_forgotten()
    {
        _times.Add(Noon + Seconds(10));
        _times.Add(Noon + Seconds(30));

        Assert.Equal(Noon + Seconds(30), _times.Next(Noon + Seconds(10)));
        Assert.Equal(Noon + Seconds(30), _times.Next(Noon));
        Assert.Null(_times.Next(Noon + Seconds(30)));
    }

    [Fact]
    public void A_time_of_another_zone_is_the_same_moment()
    {
        _times.Add((Noon + Seconds(10)).ToOffset(TimeSpan.FromHours(7)));

        Assert.Equal(Noon + Seconds(10), _times.Next(Noon));
    }

    [Fact]
    public void It_never_holds_more_than_ten_thousand()
    {
        for (var number = 10_001; number >= 1; number--)
        {
            _times.Add(Noon + Seconds(number));
        }

        Assert.Equal(Noon + Seconds(2), _times.Next(Noon));
    }
}
