using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Lanes;

/// <summary>R9 for resends, which belong to no lane: those of one webhook hold up neither the lanes nor those of another.</summary>
public sealed class ResendSlotsTests
{
    private static readonly SubscriptionId Hanging = new(1);
    private static readonly SubscriptionId Other = new(2);

    [Fact]
    public void Resends_take_a_sixteenth_of_the_node_at_most()
    {
        var lanes = Set(1024);

        Assert.Equal(32, lanes.ReserveResends(32));
        Assert.Equal(16, lanes.ReserveResends(32));
        for (var more = 0; more < 20; more++)
        {
            lanes.ReserveResends(32);
        }

        Assert.Equal(64, lanes.InFlight);
        Assert.Equal(0, lanes.ReserveResends(32));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(10, 4)]
    [InlineData(96, 6)]
    public void On_a_small_node_they_have_a_few(int maxInFlight, int resends)
    {
        var lanes = Set(maxInFlight);
        for (var more = 0; more < 20; more++)
        {
            lanes.ReserveResends(32);
        }

        Assert.Equal(resends, lanes.InFlight);
    }

    [Fact]
    public void Slots_for_which_no_resend_was_found_are_free_again()
    {
        var lanes = Set(1024);
        var reserved = lanes.ReserveResends(32);

        lanes.ClaimedResends(reserved, [Hanging, Hanging, Other]);

        Assert.Equal(3, lanes.InFlight);
        lanes.ResendEnded(Hanging);
        lanes.ResendEnded(Other);
        lanes.ResendEnded(Hanging);
        Assert.Equal(0, lanes.InFlight);
        Assert.Empty(lanes.HaveEnoughResends());
    }

    [Fact]
    public void A_webhook_that_has_as_many_as_are_left_has_enough_until_one_of_them_ends()
    {
        var lanes = Set(1024);
        lanes.ClaimedResends(lanes.ReserveResends(32), [.. Enumerable.Repeat(Hanging, 32)]);
        Assert.Equal([Hanging], lanes.HaveEnoughResends());
        Assert.True(lanes.IsRoomWanted);

        lanes.ClaimedResends(lanes.ReserveResends(4), [Other, Other, Other, Other]);
        Assert.Equal([Hanging], lanes.HaveEnoughResends());

        for (var ended = 0; ended < 4; ended++)
        {
            lanes.ResendEnded(Other);
        }

        lanes.ResendEnded(Hanging);
        Assert.Empty(lanes.HaveEnoughResends());
    }

    [Fact]
    public void A_webhook_has_no_more_resends_in_flight_than_it_may_have_requests()
    {
        var lanes = Set(1024);
        var careful = Snapshot(Stored(1), maxInFlight: 2);
        lanes.Unreserve(careful.Id, lanes.Reserve(careful, 1, Noon));

        lanes.ClaimedResends(lanes.ReserveResends(2), [Hanging, Hanging]);

        Assert.Equal([Hanging], lanes.HaveEnoughResends());
    }

    [Fact]
    public void However_many_webhooks_hang_another_ones_resend_needs_one_of_theirs_to_end_and_no_more()
    {
        var lanes = Set(1024);
        for (long id = 10; id < 30; id++)
        {
            var reserved = lanes.ReserveResends(32);
            lanes.ClaimedResends(reserved, [.. Enumerable.Repeat(new SubscriptionId(id), reserved)]);
        }

        Assert.Equal(0, lanes.ReserveResends(32));
        lanes.ResendEnded(new SubscriptionId(10));
        Assert.Equal(1, lanes.ReserveResends(32));
        Assert.Equal(7, lanes.HaveEnoughResends().Count);
        Assert.DoesNotContain(Other, lanes.HaveEnoughResends());
    }

    private static LaneSet Set(int maxInFlight) => new(new LaneOptions { MaxInFlight = maxInFlight }, new FakeClock());
}
