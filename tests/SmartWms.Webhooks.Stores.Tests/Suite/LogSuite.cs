using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>What people read: filters, pages, one delivery.</summary>
public abstract class LogSuite : StoreSuite
{
    [Fact]
    public async Task The_log_is_newest_first()
    {
        var ids = await PublishManyAsync(await SubscribeAsync(), 5);

        Assert.Equal(ids.OrderDescending(), (await ListAsync(new DeliveryQuery())).Select(row => row.Id));
    }

    [Fact]
    public async Task A_row_tells_whose_delivery_of_what_it_is()
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1", At(1), row => row with { TenantId = "acme", Subject = "SO-1001" });

        var row = Assert.Single(await ListAsync(new DeliveryQuery()));

        Assert.Equal((lane, "acme", "evt_1", "order.shipped", "SO-1001"), (row.Subscription, row.TenantId, row.EventId, row.EventType, row.Subject));
        Assert.Equal((At(1), At(1), false), (row.CreatedAt, row.DueAt, row.IsHeld));
    }

    [Fact]
    public async Task The_list_and_the_details_show_the_same_row()
    {
        var lane = await SubscribeAsync();
        await EndedAsync(lane, "evt_1", DeliveryState.Failed);
        await PublishAsync(lane, "evt_2", At(1));
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane, At(1)), At(2)));
        await EndedAsync(lane, "evt_3", DeliveryState.Delivered);

        foreach (var row in await ListAsync(new DeliveryQuery()))
        {
            Assert.Equal(await SummaryAsync(row.Id), row);
        }
    }

    [Fact]
    public async Task Pending_deliveries_of_a_subscription_that_is_not_active_are_held() // R23
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, 3);
        await ClaimOneAsync(lane);
        await ResendAsync(ids[2]);
        Assert.DoesNotContain(await ListAsync(new DeliveryQuery()), row => row.IsHeld);

        await SetStateAsync(lane, SubscriptionState.Paused);

        Assert.Equal([ids[1]], (await ListAsync(new DeliveryQuery())).Where(row => row.IsHeld).Select(row => row.Id));
        Assert.True((await SummaryAsync(ids[1])).IsHeld);
    }

    [Fact]
    public async Task While_an_ended_delivery_is_resent_it_shows_pending_and_sending()
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", DeliveryState.Failed);
        await ResendAsync(delivery);
        Assert.Equal(DeliveryState.Pending, Assert.Single(await ListAsync(new DeliveryQuery())).State);

        await ClaimResendAsync();

        Assert.Equal(DeliveryState.Sending, Assert.Single(await ListAsync(new DeliveryQuery())).State);
    }

    [Fact]
    public async Task Each_filter_lets_through_its_own()
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        var one = await PublishAsync(first, "evt_1", At(1), row => row with { Type = "order.created", Subject = "SO-1" });
        var two = await EndedAsync(first, "evt_2", DeliveryState.Delivered, At(2));
        var three = await PublishAsync(second, "evt_3", At(3), row => row with { Subject = "SO-1 " });

        Assert.Equal([three], await IdsAsync(new DeliveryQuery { Subscription = second }));
        Assert.Equal([two], await IdsAsync(new DeliveryQuery { States = [DeliveryState.Delivered] }));
        Assert.Equal([three, two, one], await IdsAsync(new DeliveryQuery { States = [DeliveryState.Delivered, DeliveryState.Pending] }));
        Assert.Equal([one], await IdsAsync(new DeliveryQuery { EventType = "order.created" }));
        Assert.Empty(await IdsAsync(new DeliveryQuery { EventType = "order" }));
        Assert.Equal([one], await IdsAsync(new DeliveryQuery { Subject = "SO-1" })); // R38
        Assert.Empty(await IdsAsync(new DeliveryQuery { Subject = "so-1" }));
        Assert.Equal([three, two], await IdsAsync(new DeliveryQuery { From = At(2) }));
        Assert.Equal([one], await IdsAsync(new DeliveryQuery { To = At(2) }));
        Assert.Equal([two], await IdsAsync(new DeliveryQuery { From = At(2), To = At(3), Subscription = first, EventType = "order.shipped" }));
    }

    [Fact]
    public async Task A_filter_reaches_unfinished_and_ended_deliveries_in_one_order()
    {
        var lane = await SubscribeAsync();
        List<DeliveryId> ids = [];
        for (var index = 0; index < 10; index++)
        {
            ids.Add(index % 2 == 0
                ? await EndedAsync(lane, $"evt_{index}", DeliveryState.Delivered, At(index - 60))
                : await PublishAsync(lane, $"evt_{index}", At(index)));
        }

        Assert.Equal(Enumerable.Reverse(ids), await IdsAsync(new DeliveryQuery { Subscription = lane }));
        Assert.Equal(Enumerable.Reverse(ids), await PagesAsync(new DeliveryQuery { Subscription = lane, PageSize = 3 }));
    }

    [Fact]
    public async Task Event_ids_are_found_by_their_beginning_as_written()
    {
        var lane = await SubscribeAsync();
        var ids = new Dictionary<string, DeliveryId>();
        foreach (var id in new[] { "evt_ab", "evt_abc", "evt_aB", "evtXab", "evt-ab", "evt_b", "x_evt_ab" })
        {
            ids[id] = await PublishAsync(lane, id);
        }

        Assert.Equal([ids["evt_abc"], ids["evt_ab"]], await IdsAsync(new DeliveryQuery { EventIdPrefix = "evt_ab" }));
        Assert.Equal([ids["evt_b"], ids["evt_aB"], ids["evt_abc"], ids["evt_ab"]], await IdsAsync(new DeliveryQuery { EventIdPrefix = "evt_" }));
        Assert.Equal([ids["evt_abc"]], await IdsAsync(new DeliveryQuery { EventIdPrefix = "evt_abc" }));
        Assert.Empty(await IdsAsync(new DeliveryQuery { EventIdPrefix = "evt_abcd" }));
    }

    [Fact]
    public async Task Pages_hold_every_row_once_and_a_short_page_is_the_last()
    {
        var ids = await PublishManyAsync(await SubscribeAsync(), 7);

        var first = await ListAsync(new DeliveryQuery { PageSize = 5 });
        var second = await ListAsync(new DeliveryQuery { PageSize = 5, Before = first[^1].Id });

        Assert.Equal((5, 2), (first.Count, second.Count));
        Assert.Equal(ids.OrderDescending(), first.Concat(second).Select(row => row.Id));
        Assert.Empty(await ListAsync(new DeliveryQuery { Before = second[^1].Id }));
    }

    [Fact]
    public async Task Pages_stay_true_while_deliveries_are_added_ended_and_purged()
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, 6);
        var first = await ListAsync(new DeliveryQuery { PageSize = 2 });

        await PublishManyAsync(lane, 3, At(1));
        await RecordAsync(Given.Delivered(await ClaimOneAsync(lane)));
        await PurgeAsync(At(1), Start);
        await CancelAsync(first[^1].Id);
        var rest = await PagesAsync(new DeliveryQuery { PageSize = 2, Before = first[^1].Id });

        Assert.Equal([ids[5], ids[4]], first.Select(row => row.Id));
        Assert.Equal([ids[3], ids[2], ids[1]], rest);
    }

    [Fact]
    public async Task A_thousand_rows_and_more_are_paged_through_a_narrow_filter()
    {
        var (busy, quiet) = (await SubscribeAsync(), await SubscribeAsync());
        List<DeliveryId> wanted = [];
        for (var round = 0; round < 3; round++)
        {
            wanted.Add(await PublishAsync(quiet, $"evt_quiet_{round}"));
            await PublishManyAsync(busy, 1_000);
        }

        Assert.Equal(Enumerable.Reverse(wanted), await PagesAsync(new DeliveryQuery { Subscription = quiet, PageSize = 1 }));
    }

    [Fact]
    public async Task Each_tenant_sees_its_own_and_everybody_sees_all() // R16: null and '' are tenants of their own
    {
        var lane = await SubscribeAsync();
        string?[] tenants = [null, "", "x"];
        List<DeliveryId> ids = [];
        foreach (var tenant in tenants)
        {
            ids.Add(await PublishAsync(lane, "evt_1", with: row => row with { TenantId = tenant }));
        }

        for (var index = 0; index < tenants.Length; index++)
        {
            var scope = TenantScope.Only(tenants[index]);
            var row = Assert.Single(await ListAsync(new DeliveryQuery { Tenant = scope }));
            Assert.Equal((ids[index], tenants[index]), (row.Id, row.TenantId));
            Assert.NotNull(await Stores.Log.GetAsync(ids[index], scope, Cancellation));
            Assert.Null(await Stores.Log.GetAsync(ids[(index + 1) % 3], scope, Cancellation));
        }

        Assert.Equal(3, (await ListAsync(new DeliveryQuery())).Count);
    }

    [Fact]
    public async Task A_delivery_that_is_not_there_is_null()
    {
        Assert.Null(await Stores.Log.GetAsync(new DeliveryId(4_711), TenantScope.All, Cancellation));
        Assert.Null(await Stores.Log.GetAsync(default, TenantScope.All, Cancellation));
        Assert.Empty(await ListAsync(new DeliveryQuery()));
    }

    private async Task<IEnumerable<DeliveryId>> IdsAsync(DeliveryQuery query) => (await ListAsync(query)).Select(row => row.Id);

    private async Task<List<DeliveryId>> PagesAsync(DeliveryQuery query)
    {
        List<DeliveryId> ids = [];
        while (true)
        {
            var page = await ListAsync(query);
            ids.AddRange(page.Select(row => row.Id));
            if (page.Count < query.PageSize)
            {
                return ids;
            }

            query = query with { Before = ids[^1] };
        }
    }
}
