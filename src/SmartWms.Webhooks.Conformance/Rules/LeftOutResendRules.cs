using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>A claim and a look may leave out the resends of some webhooks.</summary>
internal sealed class LeftOutResendRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    private static readonly DateTimeOffset Now = At(9);

    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<LeftOutResendRules>(RuleFamily.People, (stores, cancellation) => new LeftOutResendRules(stores, cancellation));
        return
        [
            rules.One("P-47", "A claim without the resends of some webhooks brings those of the others in due order, and a look without them does not tell of them",
                on => on.ResendsThatAreLeftOutHideNoneOfTheOthersAndAreNotToldAsync()),
        ];
    }

    private async Task ResendsThatAreLeftOutHideNoneOfTheOthersAndAreNotToldAsync()
    {
        var (full, second, third) = (await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync());
        var pile = await ResentAsync(full, At(1), At(1), At(1), At(1), At(20));
        Expect.True((await LookAsync()).HasResends);
        var alone = await LookAsync(full);
        Expect.Equal((false, null), (alone.HasResends, alone.NextDue));

        var others = await ResentAsync(second, At(2), At(5), At(3));
        var test = (await AddAsync(At(-20), Given.Event("evt_test", new NewDelivery(third, 0, NextToken(), AttemptTrigger.Test)))).Events.Single().Deliveries.Single();
        var last = (await ResentAsync(third, At(4))).Single();
        await SetStateAsync(third, SubscriptionState.Paused);
        Expect.True((await LookAsync(full)).HasResends);
        Expect.True((await LookAsync(full, second)).HasResends);
        Expect.False((await LookAsync(full, second, third)).HasResends);

        Expect.Equal([others[0], test], await ClaimAsync(2, full));
        Expect.Equal([last], await ClaimAsync(9, full, second));
        Expect.Equal([others[2]], await ClaimAsync(1, full));
        Expect.Equal([others[1]], await ClaimAsync(9, full, new SubscriptionId(4_711)));
        Expect.Empty(await ClaimAsync(9, full));

        var after = await LookAsync(full);
        Expect.True(!after.HasResends && !(after.NextDue <= Now), $"{after}");
        Expect.Equal(pile[..4], await ClaimAsync(9));
    }

    private async Task<DeliveryId[]> ResentAsync(SubscriptionId to, params DateTimeOffset[] dueAt)
    {
        var ids = await PublishManyAsync(to, dueAt.Length);
        for (var index = 0; index < ids.Length; index++)
        {
            Expect.Equal(ResendOutcome.Due, await ResendAsync(ids[index], dueAt[index]));
        }

        return ids;
    }

    private Task<DueLanes> LookAsync(params SubscriptionId[] noResendsOf) =>
        Stores.Deliveries.FindDueLanesAsync(new DueLaneQuery(default, 10, []) { NoResendsOf = noResendsOf }, Now, Cancellation);

    private async Task<IEnumerable<DeliveryId>> ClaimAsync(int resends, params SubscriptionId[] noResendsOf) =>
        (await Stores.Deliveries.ClaimAsync(new Claim([], resends, NextToken(), Now, Given.Lease) { NoResendsOf = noResendsOf }, Cancellation))
        .Deliveries.Select(row => row.Id).Order();
}
