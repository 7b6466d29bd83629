using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Claims: exact amounts of named lanes, each row to one claimer.</summary>
internal sealed class ClaimingRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<ClaimingRules>(RuleFamily.Claiming, (stores, cancellation) => new ClaimingRules(stores, cancellation));
        return
        [
            rules.One("C-01", "A claim carries all that is needed to send", on => on.AClaimCarriesAllThatIsNeededToSendAsync()),
            rules.One("C-02", "Each lane gives at most its own amount", on => on.EachLaneGivesAtMostItsOwnAmountAsync()),
            rules.One("C-03", "A lane that is not named gives nothing", on => on.ALaneThatIsNotNamedGivesNothingAsync()),
            rules.One("C-04", "Those due longest are claimed first", on => on.ThoseDueLongestAreClaimedFirstAsync()),
            rules.One("C-05", "Rescheduled deliveries are claimed in the order of their new due times",
                on => on.RescheduledDeliveriesAreClaimedInTheOrderOfTheirNewDueTimesAsync()),
            rules.One("C-06", "What is not due yet is not claimed", on => on.WhatIsNotDueYetIsNotClaimedAsync()),
            rules.One("C-07", "The low watermark of a claim hides nothing that is due at it or after",
                on => on.TheLowWatermarkHidesNothingThatIsDueAfterItAsync()),
            rules.Each("C-08", "A lane that is not active gives nothing",
                [SubscriptionState.Paused, SubscriptionState.Disabled, SubscriptionState.Deleted],
                (on, state) => on.ALaneThatIsNotActiveGivesNothingAsync(state)),
            rules.One("C-09", "A waiting lane gives nothing until its wait is over", on => on.AWaitingLaneGivesNothingUntilItsWaitIsOverAsync()),
            rules.One("C-10", "A lane without a subscription gives nothing", on => on.ALaneWithoutASubscriptionGivesNothingAsync()),
            rules.One("C-11", "A claim shows the version and epoch of its own moment", on => on.AClaimShowsTheVersionAndEpochOfItsOwnMomentAsync()),
            rules.One("C-12", "Eight claimers at once get every delivery exactly once", on => on.EightClaimersAtOnceGetEveryDeliveryExactlyOnceAsync()),
            rules.One("C-13", "A cancelled claim leases nothing", on => on.ACancelledClaimLeasesNothingAsync()),
        ];
    }

    private async Task AClaimCarriesAllThatIsNeededToSendAsync()
    {
        await SubscribeAsync();
        var lane = await SubscribeAsync();
        var subscription = await ChangeAsync(lane, row => row with { EnableEpoch = 3 });
        var source = Given.Event("evt_1", new NewDelivery(lane, 1)) with
        {
            TenantId = "acme",
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Bodies = [Given.Body("{}", "wms"), Given.Body("""{"n":1}""", "smartwms")],
        };
        var delivery = (await AddAsync(At(1), source)).Events.Single().Deliveries.Single();

        var claim = await ClaimOneAsync(lane, At(2));

        Expect.Equal((delivery, lane, subscription.Version, 3), (claim.Id, claim.Subscription, claim.SubscriptionVersion, claim.EnableEpoch));
        Expect.Equal(("evt_1", "order.shipped", "acme", source.TraceParent), (claim.EventId, claim.EventType, claim.TenantId, claim.TraceParent));
        Expect.Equal("smartwms", claim.Contract);
        Expect.Equal(source.Bodies[1].Bytes, claim.Body);
        Expect.Equal((At(1), At(1)), (claim.DueAt, claim.CreatedAt));
        Expect.Equal((0, 0, 1, AttemptTrigger.Scheduled), (claim.Attempts, claim.Steps, claim.Claims, claim.Trigger));
    }

    private async Task EachLaneGivesAtMostItsOwnAmountAsync() // R4, R8
    {
        var (first, second, third) = (await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync());
        await PublishManyAsync(first, 10);
        await PublishManyAsync(second, 10);
        await PublishManyAsync(third, 2);

        var claimed = await ClaimAsync(Start, 0, new LaneClaim(first, 3), new LaneClaim(second, 1), new LaneClaim(third, 5));

        Expect.Equal([(first, 3), (second, 1), (third, 2)], claimed.GroupBy(row => row.Subscription).Select(lane => (lane.Key, lane.Count())).Order());
    }

    private async Task ALaneThatIsNotNamedGivesNothingAsync() // R8
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        await PublishAsync(first, "evt_1");

        Expect.Empty(await ClaimLaneAsync(second, Start));
        Expect.Empty(await ClaimAsync(Start, 10));
    }

    private async Task ThoseDueLongestAreClaimedFirstAsync()
    {
        var lane = await SubscribeAsync();
        var late = await PublishAsync(lane, "evt_1", At(3));
        var early = await PublishAsync(lane, "evt_2", At(1));
        var middle = await PublishAsync(lane, "evt_3", At(2));

        Expect.Equal([early, middle], (await ClaimLaneAsync(lane, At(9), 2)).Select(row => row.Id).Order());
        Expect.Equal(late, (await ClaimOneAsync(lane, At(9))).Id);
    }

    private async Task RescheduledDeliveriesAreClaimedInTheOrderOfTheirNewDueTimesAsync()
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 50);
        foreach (var claim in await ClaimLaneAsync(lane, Start))
        {
            await RecordAsync(Given.Retried(claim, At(1 + (claim.Id.Value * 7 % 50))));
        }

        List<DateTimeOffset> due = [];
        for (var index = 0; index < 50; index++)
        {
            due.Add((await ClaimOneAsync(lane, At(60))).DueAt);
        }

        Expect.Equal(due.Order(), due);
    }

    private async Task WhatIsNotDueYetIsNotClaimedAsync()
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1", At(5));

        Expect.Empty(await ClaimLaneAsync(lane, At(4.99)));
        Expect.Single(await ClaimLaneAsync(lane, At(5)));
    }

    private async Task TheLowWatermarkHidesNothingThatIsDueAfterItAsync() // R8, R13
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", At(2));

        Expect.Equal(delivery, Expect.Single(await ClaimAsync(At(5), 0, new LaneClaim(lane, 5, NotBefore: At(2)))).Id);
    }

    private async Task ALaneThatIsNotActiveGivesNothingAsync(SubscriptionState state) // R7, R23
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await SetStateAsync(lane, state);

        Expect.Empty(await ClaimLaneAsync(lane, At(1)));
    }

    private async Task AWaitingLaneGivesNothingUntilItsWaitIsOverAsync() // R11
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 2);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(30)) with { LaneWaitsUntil = At(10) });

        Expect.Empty(await ClaimLaneAsync(lane, At(9.99)));
        Expect.Single(await ClaimLaneAsync(lane, At(10)));
    }

    private async Task ALaneWithoutASubscriptionGivesNothingAsync()
    {
        var nowhere = new SubscriptionId(4_711);
        await PublishAsync(nowhere, "evt_1");

        Expect.Empty((await FindAsync(At(1))).Lanes);
        Expect.Empty(await ClaimLaneAsync(nowhere, At(1)));
    }

    private async Task AClaimShowsTheVersionAndEpochOfItsOwnMomentAsync() // R15, R22
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 2);
        var before = await ClaimOneAsync(lane);

        var changed = await ChangeAsync(lane, row => row with { Name = "other", EnableEpoch = 1 });
        var after = await ClaimOneAsync(lane);

        Expect.True(before.SubscriptionVersion < changed.Version);
        Expect.Equal((changed.Version, 1), (after.SubscriptionVersion, after.EnableEpoch));
    }

    private async Task EightClaimersAtOnceGetEveryDeliveryExactlyOnceAsync()
    {
        var lanes = new[] { await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync() };
        foreach (var lane in lanes)
        {
            await PublishManyAsync(lane, lane == lanes[0] ? 334 : 333);
        }

        await using var second = await Stores.SecondNodeAsync(Cancellation);
        StoreUnderTest[] nodes = [Stores, second];

        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() => DrainAsync(nodes[index % 2], lanes))));

        var ids = claimed.SelectMany(rows => rows).ToArray();
        Expect.Equal(1_000, ids.Length);
        Expect.Equal(1_000, ids.Distinct().Count());
    }

    private async Task ACancelledClaimLeasesNothingAsync()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var claim = new Claim([new LaneClaim(lane, 5)], 5, NextToken(), Start, Given.Lease);

        await Expect.CancelledAsync(() => Stores.Deliveries.ClaimAsync(claim, new CancellationToken(canceled: true)));

        Expect.Equal(delivery, (await ClaimOneAsync(lane)).Id);
    }

    private async Task<List<DeliveryId>> DrainAsync(StoreUnderTest node, SubscriptionId[] lanes)
    {
        List<DeliveryId> mine = [];
        while (true)
        {
            var wanted = lanes.Select(lane => new LaneClaim(lane, 3)).ToArray();
            var claimed = (await node.Deliveries.ClaimAsync(new Claim(wanted, 0, NextToken(), Start, Given.Lease), Cancellation)).Deliveries;
            if (claimed.Count == 0)
            {
                return mine;
            }

            mine.AddRange(claimed.Select(row => row.Id));
        }
    }
}
