using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>What people read: filters, pages, one delivery.</summary>
internal sealed class LogRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<LogRules>(RuleFamily.Querying, (stores, cancellation) => new LogRules(stores, cancellation));
        return
        [
            rules.One("Q-01", "The delivery log is newest first", on => on.TheLogIsNewestFirstAsync()),
            rules.One("Q-02", "A row of the log tells whose delivery of what it is", on => on.ARowTellsWhoseDeliveryOfWhatItIsAsync()),
            rules.One("Q-03", "The list and the details show the same row", on => on.TheListAndTheDetailsShowTheSameRowAsync()),
            rules.One("Q-04", "Pending deliveries of a subscription that is not active are held",
                on => on.PendingDeliveriesOfASubscriptionThatIsNotActiveAreHeldAsync()),
            rules.One("Q-05", "While an ended delivery is resent it shows pending and sending",
                on => on.WhileAnEndedDeliveryIsResentItShowsPendingAndSendingAsync()),
            rules.One("Q-06", "Each filter of the log lets through its own", on => on.EachFilterLetsThroughItsOwnAsync()),
            rules.One("Q-07", "A filter reaches unfinished and ended deliveries in one order",
                on => on.AFilterReachesUnfinishedAndEndedDeliveriesInOneOrderAsync()),
            rules.One("Q-08", "Event ids are found by their beginning as written", on => on.EventIdsAreFoundByTheirBeginningAsWrittenAsync()),
            rules.One("Q-09", "Pages of the log hold every row once, and a short page is the last",
                on => on.PagesHoldEveryRowOnceAndAShortPageIsTheLastAsync()),
            rules.One("Q-10", "Pages of the log stay true while deliveries are added, ended and purged",
                on => on.PagesStayTrueWhileDeliveriesAreAddedEndedAndPurgedAsync()),
            rules.One("Q-11", "A thousand rows and more are paged through a narrow filter", on => on.AThousandRowsAndMoreArePagedThroughANarrowFilterAsync()),
            rules.One("Q-12", "Each tenant sees its own and everybody sees all", on => on.EachTenantSeesItsOwnAndEverybodySeesAllAsync()),
            rules.One("Q-13", "A delivery that is not there is read as none", on => on.ADeliveryThatIsNotThereIsNullAsync()),
            rules.One("Q-14", "A page brings the beginning of what failed deliveries were answered, if it is asked for",
                on => on.APageBringsTheBeginningOfWhatFailedDeliveriesWereAnsweredAsync()),
            rules.One("Q-15", "A tenant's pages hold what each of its webhooks got, also those that were deleted", on => on.ATenantsPagesHoldWhatEachOfItsWebhooksGotAsync()),
        ];
    }

    private async Task TheLogIsNewestFirstAsync()
    {
        var ids = await PublishManyAsync(await SubscribeAsync(), 5);

        Expect.Equal(ids.OrderDescending(), (await ListAsync(new DeliveryQuery())).Select(row => row.Id));
    }

    private async Task ARowTellsWhoseDeliveryOfWhatItIsAsync()
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1", At(1), row => row with { TenantId = "acme", Subject = "SO-1001" });

        var row = Expect.Single(await ListAsync(new DeliveryQuery()));

        Expect.Equal((lane, "acme", "evt_1", "order.shipped", "SO-1001"), (row.Subscription, row.TenantId, row.EventId, row.EventType, row.Subject));
        Expect.Equal((At(1), At(1), false), (row.CreatedAt, row.DueAt, row.IsHeld));
    }

    private async Task TheListAndTheDetailsShowTheSameRowAsync()
    {
        var lane = await SubscribeAsync();
        await EndedAsync(lane, "evt_1", DeliveryState.Failed);
        await PublishAsync(lane, "evt_2", At(1));
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane, At(1)), At(2)));
        await EndedAsync(lane, "evt_3", DeliveryState.Delivered);

        foreach (var row in await ListAsync(new DeliveryQuery()))
        {
            Expect.Equal(await SummaryAsync(row.Id), row);
        }
    }

    private async Task PendingDeliveriesOfASubscriptionThatIsNotActiveAreHeldAsync() // R23
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, 3);
        await ClaimOneAsync(lane);
        await ResendAsync(ids[2]);
        Expect.Empty((await ListAsync(new DeliveryQuery())).Where(row => row.IsHeld));

        await SetStateAsync(lane, SubscriptionState.Paused);

        Expect.Equal([ids[1]], (await ListAsync(new DeliveryQuery())).Where(row => row.IsHeld).Select(row => row.Id));
        Expect.True((await SummaryAsync(ids[1])).IsHeld);
    }

    private async Task WhileAnEndedDeliveryIsResentItShowsPendingAndSendingAsync()
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", DeliveryState.Failed);
        await ResendAsync(delivery);
        Expect.Equal(DeliveryState.Pending, Expect.Single(await ListAsync(new DeliveryQuery())).State);

        await ClaimResendAsync();

        Expect.Equal(DeliveryState.Sending, Expect.Single(await ListAsync(new DeliveryQuery())).State);
    }

    private async Task EachFilterLetsThroughItsOwnAsync()
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        var one = await PublishAsync(first, "evt_1", At(1), row => row with { Type = "order.created", Subject = "SO-1" });
        var two = await EndedAsync(first, "evt_2", DeliveryState.Delivered, At(2));
        var three = await PublishAsync(second, "evt_3", At(3), row => row with { Subject = "SO-1 " });

        Expect.Equal([three], await IdsAsync(new DeliveryQuery { Subscription = second }));
        Expect.Equal([two], await IdsAsync(new DeliveryQuery { States = [DeliveryState.Delivered] }));
        Expect.Equal([three, two, one], await IdsAsync(new DeliveryQuery { States = [DeliveryState.Delivered, DeliveryState.Pending] }));
        Expect.Equal([one], await IdsAsync(new DeliveryQuery { EventType = "order.created" }));
        Expect.Empty(await IdsAsync(new DeliveryQuery { EventType = "order" }));
        Expect.Equal([one], await IdsAsync(new DeliveryQuery { Subject = "SO-1" })); // R38
        Expect.Empty(await IdsAsync(new DeliveryQuery { Subject = "so-1" }));
        Expect.Equal([three, two], await IdsAsync(new DeliveryQuery { From = At(2) }));
        Expect.Equal([one], await IdsAsync(new DeliveryQuery { To = At(2) }));
        Expect.Equal([two], await IdsAsync(new DeliveryQuery { From = At(2), To = At(3), Subscription = first, EventType = "order.shipped" }));
    }

    private async Task AFilterReachesUnfinishedAndEndedDeliveriesInOneOrderAsync()
    {
        var lane = await SubscribeAsync();
        List<DeliveryId> ids = [];
        for (var index = 0; index < 10; index++)
        {
            ids.Add(index % 2 == 0
                ? await EndedAsync(lane, $"evt_{index}", DeliveryState.Delivered, At(index - 60))
                : await PublishAsync(lane, $"evt_{index}", At(index)));
        }

        Expect.Equal(Enumerable.Reverse(ids), await IdsAsync(new DeliveryQuery { Subscription = lane }));
        Expect.Equal(Enumerable.Reverse(ids), await PagesAsync(new DeliveryQuery { Subscription = lane, PageSize = 3 }));
    }

    private async Task EventIdsAreFoundByTheirBeginningAsWrittenAsync()
    {
        var lane = await SubscribeAsync();
        var ids = new Dictionary<string, DeliveryId>();
        foreach (var id in new[] { "evt_ab", "evt_abc", "evt_aB", "evtXab", "evt-ab", "evt_b", "x_evt_ab" })
        {
            ids[id] = await PublishAsync(lane, id);
        }

        Expect.Equal([ids["evt_abc"], ids["evt_ab"]], await IdsAsync(new DeliveryQuery { EventIdPrefix = "evt_ab" }));
        Expect.Equal([ids["evt_b"], ids["evt_aB"], ids["evt_abc"], ids["evt_ab"]], await IdsAsync(new DeliveryQuery { EventIdPrefix = "evt_" }));
        Expect.Equal([ids["evt_abc"]], await IdsAsync(new DeliveryQuery { EventIdPrefix = "evt_abc" }));
        Expect.Empty(await IdsAsync(new DeliveryQuery { EventIdPrefix = "evt_abcd" }));
    }

    private async Task PagesHoldEveryRowOnceAndAShortPageIsTheLastAsync()
    {
        var ids = await PublishManyAsync(await SubscribeAsync(), 7);

        var first = await ListAsync(new DeliveryQuery { PageSize = 5 });
        var second = await ListAsync(new DeliveryQuery { PageSize = 5, Before = first[^1].Id });

        Expect.Equal((5, 2), (first.Count, second.Count));
        Expect.Equal(ids.OrderDescending(), first.Concat(second).Select(row => row.Id));
        Expect.Empty(await ListAsync(new DeliveryQuery { Before = second[^1].Id }));
    }

    private async Task PagesStayTrueWhileDeliveriesAreAddedEndedAndPurgedAsync()
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, 6);
        var first = await ListAsync(new DeliveryQuery { PageSize = 2 });

        await PublishManyAsync(lane, 3, At(1));
        await RecordAsync(Given.Delivered(await ClaimOneAsync(lane)));
        await PurgeAsync(At(1), Start);
        await CancelAsync(first[^1].Id);
        var rest = await PagesAsync(new DeliveryQuery { PageSize = 2, Before = first[^1].Id });

        Expect.Equal([ids[5], ids[4]], first.Select(row => row.Id));
        Expect.Equal([ids[3], ids[2], ids[1]], rest);
    }

    private async Task AThousandRowsAndMoreArePagedThroughANarrowFilterAsync()
    {
        var (busy, quiet) = (await SubscribeAsync(), await SubscribeAsync());
        List<DeliveryId> wanted = [];
        for (var round = 0; round < 3; round++)
        {
            wanted.Add(await PublishAsync(quiet, $"evt_quiet_{round}"));
            await PublishManyAsync(busy, 1_000);
        }

        Expect.Equal(Enumerable.Reverse(wanted), await PagesAsync(new DeliveryQuery { Subscription = quiet, PageSize = 1 }));
    }

    private async Task EachTenantSeesItsOwnAndEverybodySeesAllAsync() // R16: null and '' are tenants of their own
    {
        string?[] tenants = [null, "", "x"];
        List<DeliveryId> ids = [];
        foreach (var tenant in tenants)
        {
            var lane = await SubscribeAsync(row => row with { TenantId = tenant });
            ids.Add(await PublishAsync(lane, "evt_1", with: row => row with { TenantId = tenant }));
        }

        for (var index = 0; index < tenants.Length; index++)
        {
            var scope = TenantScope.Only(tenants[index]);
            var row = Expect.Single(await ListAsync(new DeliveryQuery { Tenant = scope }));
            Expect.Equal((ids[index], tenants[index]), (row.Id, row.TenantId));
            Expect.NotNull(await Stores.Log.GetAsync(ids[index], scope, Cancellation));
            Expect.Null(await Stores.Log.GetAsync(ids[(index + 1) % 3], scope, Cancellation));
        }

        Expect.Equal(3, (await ListAsync(new DeliveryQuery())).Count);
    }

    private async Task ATenantsPagesHoldWhatEachOfItsWebhooksGotAsync()
    {
        List<DeliveryId> wanted = [];
        var others = await SubscribeAsync(row => row with { TenantId = "y" });
        var (deleted, kept) = (await SubscribeAsync(row => row with { TenantId = "x" }), await SubscribeAsync(row => row with { TenantId = "x" }));
        for (var round = 0; round < 5; round++)
        {
            foreach (var lane in (SubscriptionId[])[others, deleted, kept])
            {
                var id = await PublishAsync(lane, $"evt_{round}_{lane}", with: row => row with { TenantId = lane == others ? "y" : "x" });
                if (lane != others)
                {
                    wanted.Add(id);
                }
            }

            await RecordAsync(Given.Delivered(await ClaimOneAsync(deleted)));
        }

        await SetStateAsync(deleted, SubscriptionState.Deleted);

        Expect.Equal(Enumerable.Reverse(wanted), await PagesAsync(new DeliveryQuery { Tenant = TenantScope.Only("x"), PageSize = 3 }));
        Expect.Equal(wanted[^2], Expect.Single(await ListAsync(new DeliveryQuery { Tenant = TenantScope.Only("x"), States = [DeliveryState.Delivered], PageSize = 1 })).Id);
    }

    private async Task ADeliveryThatIsNotThereIsNullAsync()
    {
        Expect.Null(await Stores.Log.GetAsync(new DeliveryId(4_711), TenantScope.All, Cancellation));
        Expect.Null(await Stores.Log.GetAsync(default, TenantScope.All, Cancellation));
        Expect.Empty(await ListAsync(new DeliveryQuery()));
    }

    private async Task APageBringsTheBeginningOfWhatFailedDeliveriesWereAnsweredAsync()
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 4);
        var (failed, retried, delivered) = (await ClaimOneAsync(lane), await ClaimOneAsync(lane), await ClaimOneAsync(lane));
        await RecordAsync(Answered(Given.Failed(failed), "first"));
        await RecordAsync(Answered(Given.Retried(retried, At(2)), "busy"));
        await RecordAsync(Answered(Given.Delivered(delivered), "thanks"));

        var rows = await ListAsync(new DeliveryQuery { AnswerBytes = 4 });

        Expect.Equal(["", "", "busy", "firs"], rows.Select(row => Encoding.ASCII.GetString(row.Answer)));
        Expect.Equal(["", "", "", ""], (await ListAsync(new DeliveryQuery())).Select(row => Encoding.ASCII.GetString(row.Answer)));
    }

    private static DeliveryRecord Answered(DeliveryRecord record, string answer) => record with { Attempt = record.Attempt! with { Answer = Encoding.ASCII.GetBytes(answer) } };

    private async Task<IEnumerable<DeliveryId>> IdsAsync(DeliveryQuery query) => (await ListAsync(query)).Select(row => row.Id);
}
