using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>What an open circuit claims: the lane's oldest attempted delivery.</summary>
internal sealed class LanePickRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<LanePickRules>(RuleFamily.Leases, (stores, cancellation) => new LanePickRules(stores, cancellation));
        return
        [
            rules.Each("L-26", "For an open circuit the oldest attempted delivery is picked before those due longer",
                [LanePick.Oldest, LanePick.OldestElseLongestDue], (on, pick) => on.TheOldestAttemptedDeliveryIsPickedBeforeThoseDueLongerAsync(pick)),
            rules.One("L-27", "The oldest gives nothing while it is not due", on => on.TheOldestGivesNothingWhileItIsNotDueAsync()),
            rules.One("L-28", "The longest due is picked when the oldest is not due and else is wanted",
                on => on.TheLongestDueIsPickedWhenTheOldestIsNotDueAndElseIsWantedAsync()),
            rules.Each("L-29", "Where none has been attempted the one due longest is picked",
                [LanePick.Oldest, LanePick.OldestElseLongestDue], (on, pick) => on.WhereNoneHasBeenAttemptedTheOneDueLongestIsPickedAsync(pick)),
            rules.Each<(LanePick Pick, int Expected)>("L-30", "While the oldest is being sent it is not due",
                [(LanePick.Oldest, 0), (LanePick.OldestElseLongestDue, 1)],
                (on, given) => on.WhileTheOldestIsBeingSentItIsNotDueAsync(given.Pick, given.Expected)),
            rules.One("L-31", "The oldest moves on when the oldest has ended", on => on.TheOldestMovesOnWhenTheOldestHasEndedAsync()),
            rules.One("L-32", "A delivery only claimed or released has not been attempted",
                on => on.ADeliveryOnlyClaimedOrReleasedHasNotBeenAttemptedAsync()),
            rules.Each("L-33", "A claim for no free slot gives no row",
                [LanePick.LongestDue, LanePick.Oldest, LanePick.OldestElseLongestDue], (on, pick) => on.NoFreeSlotMeansNoRowAsync(pick)),
        ];
    }

    private async Task TheOldestAttemptedDeliveryIsPickedBeforeThoseDueLongerAsync(LanePick pick) // R10
    {
        var lane = await SubscribeAsync();
        var (oldest, _) = await AttemptedAsync(lane, At(20), At(10));
        await PublishAsync(lane, "evt_3", At(1));

        Expect.Equal(oldest, Expect.Single(await ClaimLaneAsync(lane, At(30), 8, pick)).Id);
    }

    private async Task TheOldestGivesNothingWhileItIsNotDueAsync() // R10
    {
        var lane = await SubscribeAsync();
        await AttemptedAsync(lane, At(20), At(10));
        await PublishAsync(lane, "evt_3", At(1));

        Expect.Empty(await ClaimLaneAsync(lane, At(19.99), 8, LanePick.Oldest));
    }

    private async Task TheLongestDueIsPickedWhenTheOldestIsNotDueAndElseIsWantedAsync() // R10
    {
        var lane = await SubscribeAsync();
        await AttemptedAsync(lane, At(20), At(10));
        var longest = await PublishAsync(lane, "evt_3", At(1));

        Expect.Equal(longest, Expect.Single(await ClaimLaneAsync(lane, At(15), 8, LanePick.OldestElseLongestDue)).Id);
    }

    private async Task WhereNoneHasBeenAttemptedTheOneDueLongestIsPickedAsync(LanePick pick) // R10
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1", At(3));
        var longest = await PublishAsync(lane, "evt_2", At(1));

        Expect.Equal(longest, Expect.Single(await ClaimLaneAsync(lane, At(9), 8, pick)).Id);
    }

    private async Task WhileTheOldestIsBeingSentItIsNotDueAsync(LanePick pick, int expected) // R10: at most one in flight while the circuit is open
    {
        var lane = await SubscribeAsync();
        await AttemptedAsync(lane, At(5), At(5));
        await ClaimLaneAsync(lane, At(5), 1, LanePick.Oldest);

        Expect.Equal(expected, (await ClaimLaneAsync(lane, At(5), 8, pick)).Count);
    }

    private async Task TheOldestMovesOnWhenTheOldestHasEndedAsync() // R10
    {
        var lane = await SubscribeAsync();
        var (_, second) = await AttemptedAsync(lane, At(5), At(5));
        await RecordAsync(Given.Failed(Expect.Single(await ClaimLaneAsync(lane, At(5), 1, LanePick.Oldest))));

        Expect.Equal(second, Expect.Single(await ClaimLaneAsync(lane, At(5), 1, LanePick.Oldest)).Id);
    }

    private async Task ADeliveryOnlyClaimedOrReleasedHasNotBeenAttemptedAsync() // R1, R10
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await ReleaseAsync(await ClaimOneAsync(lane), At(8));
        var longest = await PublishAsync(lane, "evt_2", At(1));

        Expect.Equal(longest, Expect.Single(await ClaimLaneAsync(lane, At(9), 1, LanePick.Oldest)).Id);
    }

    private async Task NoFreeSlotMeansNoRowAsync(LanePick pick) // R4
    {
        var lane = await SubscribeAsync();
        await AttemptedAsync(lane, At(1), At(1));

        Expect.Empty(await ClaimLaneAsync(lane, At(9), 0, pick));
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
