using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>What an open circuit claims: the lane's oldest attempted delivery.</summary>
public abstract class LanePickSuite : StoreSuite
{
    [Theory] // R10
    [InlineData(LanePick.Oldest)]
    [InlineData(LanePick.OldestElseLongestDue)]
    public async Task The_oldest_attempted_delivery_is_picked_before_those_due_longer(LanePick pick)
    {
        var lane = await SubscribeAsync();
        var (oldest, _) = await AttemptedAsync(lane, At(20), At(10));
        await PublishAsync(lane, "evt_3", At(1));

        Assert.Equal(oldest, Assert.Single(await ClaimLaneAsync(lane, At(30), 8, pick)).Id);
    }

    [Fact]
    public async Task The_oldest_gives_nothing_while_it_is_not_due() // R10
    {
        var lane = await SubscribeAsync();
        await AttemptedAsync(lane, At(20), At(10));
        await PublishAsync(lane, "evt_3", At(1));

        Assert.Empty(await ClaimLaneAsync(lane, At(19.99), 8, LanePick.Oldest));
    }

    [Fact]
    public async Task The_longest_due_is_picked_when_the_oldest_is_not_due_and_else_is_wanted() // R10
    {
        var lane = await SubscribeAsync();
        await AttemptedAsync(lane, At(20), At(10));
        var longest = await PublishAsync(lane, "evt_3", At(1));

        Assert.Equal(longest, Assert.Single(await ClaimLaneAsync(lane, At(15), 8, LanePick.OldestElseLongestDue)).Id);
    }

    [Theory] // R10
    [InlineData(LanePick.Oldest)]
    [InlineData(LanePick.OldestElseLongestDue)]
    public async Task Where_none_has_been_attempted_the_one_due_longest_is_picked(LanePick pick)
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1", At(3));
        var longest = await PublishAsync(lane, "evt_2", At(1));

        Assert.Equal(longest, Assert.Single(await ClaimLaneAsync(lane, At(9), 8, pick)).Id);
    }

    [Theory] // R10: at most one in flight while the circuit is open
    [InlineData(LanePick.Oldest, 0)]
    [InlineData(LanePick.OldestElseLongestDue, 1)]
    public async Task While_the_oldest_is_being_sent_it_is_not_due(LanePick pick, int expected)
    {
        var lane = await SubscribeAsync();
        await AttemptedAsync(lane, At(5), At(5));
        await ClaimLaneAsync(lane, At(5), 1, LanePick.Oldest);

        Assert.Equal(expected, (await ClaimLaneAsync(lane, At(5), 8, pick)).Count);
    }

    [Fact]
    public async Task The_oldest_moves_on_when_the_oldest_has_ended() // R10
    {
        var lane = await SubscribeAsync();
        var (_, second) = await AttemptedAsync(lane, At(5), At(5));
        await RecordAsync(Given.Failed(Assert.Single(await ClaimLaneAsync(lane, At(5), 1, LanePick.Oldest))));

        Assert.Equal(second, Assert.Single(await ClaimLaneAsync(lane, At(5), 1, LanePick.Oldest)).Id);
    }

    [Fact]
    public async Task A_delivery_only_claimed_or_released_has_not_been_attempted() // R1, R10
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await ReleaseAsync(await ClaimOneAsync(lane), At(8));
        var longest = await PublishAsync(lane, "evt_2", At(1));

        Assert.Equal(longest, Assert.Single(await ClaimLaneAsync(lane, At(9), 1, LanePick.Oldest)).Id);
    }

    [Theory]
    [InlineData(LanePick.LongestDue)]
    [InlineData(LanePick.Oldest)]
    [InlineData(LanePick.OldestElseLongestDue)]
    public async Task No_free_slot_means_no_row(LanePick pick) // R4
    {
        var lane = await SubscribeAsync();
        await AttemptedAsync(lane, At(1), At(1));

        Assert.Empty(await ClaimLaneAsync(lane, At(9), 0, pick));
    }

    /// <summary>Two deliveries, attempted once, due at these times.</summary>
    private async Task<(DeliveryId First, DeliveryId Second)> AttemptedAsync(SubscriptionId lane, DateTimeOffset first, DateTimeOffset second)
    {
        var ids = await PublishManyAsync(lane, 2);
        foreach (var claim in await ClaimLaneAsync(lane, Start))
        {
            await RecordAsync(Given.Retried(claim, claim.Id == ids[0] ? first : second));
        }

        return (ids[0], ids[1]);
    }
}
