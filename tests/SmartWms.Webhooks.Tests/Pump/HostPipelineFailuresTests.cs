using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Pump;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Pump;

/// <summary>R34.</summary>
public sealed class HostPipelineFailuresTests
{
    private static readonly DeliveryId Delivery = new(7);

    private readonly HostPipelineFailures _failures = new();

    [Fact]
    public void A_delivery_that_never_reached_the_wire_is_postponed_5_seconds_doubling_to_5_minutes()
    {
        var waits = Enumerable.Range(0, 15).Select(_ => (_failures.Postpone(Delivery, Noon)!.Value - Noon).TotalSeconds);

        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300, 300, 300, 300, 300, 300, 300, 300], waits);
    }

    [Fact]
    public void After_24_hours_of_nothing_else_it_counts_as_failed_and_starts_anew()
    {
        _failures.Postpone(Delivery, Noon);
        Assert.NotNull(_failures.Postpone(Delivery, Noon + TimeSpan.FromHours(24) - Seconds(1)));
        Assert.Null(_failures.Postpone(Delivery, Noon + TimeSpan.FromHours(24)));

        var later = Noon + TimeSpan.FromHours(25);
        Assert.Equal(later + Seconds(5), _failures.Postpone(Delivery, later));
    }

    [Fact]
    public void One_request_on_the_wire_ends_the_count()
    {
        _failures.Postpone(Delivery, Noon);
        _failures.Postpone(Delivery, Noon);
        _failures.Sent(Delivery);
        _failures.Sent(new DeliveryId(8));

        Assert.Equal(Noon + TimeSpan.FromHours(24) + Seconds(5), _failures.Postpone(Delivery, Noon + TimeSpan.FromHours(24)));
    }

    [Fact]
    public void Each_delivery_has_its_own_count()
    {
        _failures.Postpone(Delivery, Noon);
        _failures.Sent(new DeliveryId(8));

        Assert.Equal(Noon + Seconds(5), _failures.Postpone(new DeliveryId(8), Noon));
        Assert.Equal(Noon + Seconds(10), _failures.Postpone(Delivery, Noon));
    }

    [Fact]
    public void It_never_remembers_more_than_a_hundred_thousand()
    {
        for (var id = 1; id <= 99_999; id++)
        {
            _failures.Postpone(new DeliveryId(id), Noon);
        }

        Assert.Equal(Noon + Seconds(10), _failures.Postpone(new DeliveryId(1), Noon));
        _failures.Postpone(new DeliveryId(100_000), Noon);
        Assert.Equal(Noon + Seconds(5), _failures.Postpone(new DeliveryId(1), Noon));
    }
}
