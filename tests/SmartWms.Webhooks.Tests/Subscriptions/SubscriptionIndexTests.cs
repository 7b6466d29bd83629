using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Subscriptions;

/// <summary>R16: who gets an event.</summary>
public sealed class SubscriptionIndexTests
{
    [Theory]
    [InlineData("order.shipped", true)]
    [InlineData("order.*", true)]
    [InlineData("*", true)]
    [InlineData("order.created", false)]
    [InlineData("order", false)]
    [InlineData("order.shipped.*", false)]
    [InlineData("shipment.*", false)]
    public void A_webhook_gets_what_its_filter_asks_for(string filter, bool gets) =>
        Assert.Equal(gets, Match([Stored(1, filter)], "order.shipped").Count == 1);

    [Theory]
    [InlineData("acme.*", true)]
    [InlineData("acme.order.*", true)]
    [InlineData("acme.order.line.*", false)]
    [InlineData("order.*", false)]
    public void A_prefix_of_any_depth_matches(string filter, bool gets) => Assert.Equal(gets, Match([Stored(1, filter)], "acme.order.line").Count == 1);

    [Fact]
    public void A_type_without_a_dot_is_matched_by_its_name_and_the_star() =>
        Assert.Equal([1, 2], Match([Stored(1, "ping"), Stored(2, "*"), Stored(3, "ping.*")], "ping"));

    [Theory]
    [InlineData("user.created", true)]
    [InlineData("user.*", false)]
    [InlineData("*", false)]
    public void A_sensitive_type_goes_only_to_who_named_it(string filter, bool gets) =>
        Assert.Equal(gets, Match([Stored(1, filter)], "user.created", isSensitive: true).Count == 1);

    [Fact]
    public void Who_asks_in_several_ways_gets_it_once() =>
        Assert.Equal([1], Match([Stored(1, "*", "order.*", "order.shipped", "order.shipped")], "order.shipped"));

    [Fact]
    public void Everybody_who_asks_gets_it_exact_ones_first_each_kind_by_id() =>
        Assert.Equal(
            [2, 5, 3, 4, 1],
            Match([Stored(5, "order.shipped"), Stored(4, "*"), Stored(3, "*"), Stored(2, "order.shipped", "*"), Stored(1, "order.*")], "order.shipped"));

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("a", "a", true)]
    [InlineData("a", "A", false)]
    [InlineData("a", null, false)]
    [InlineData(null, "a", false)]
    public void A_tenant_matches_exactly_and_no_tenant_is_its_own(string? webhooks, string? events, bool gets) =>
        Assert.Equal(gets, Match([Stored() with { TenantId = webhooks }], "order.shipped", tenant: events).Count == 1);

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "warehouse:BKK1", true)]
    [InlineData("warehouse:BKK1", "", false)]
    [InlineData("warehouse:BKK1", "warehouse:BKK1", true)]
    [InlineData("warehouse:BKK1", "warehouse:BKK2", false)]
    [InlineData("warehouse:BKK1", "WAREHOUSE:BKK1", false)]
    [InlineData("a,b", "b,c", true)]
    [InlineData("a,b", "c,d", false)]
    public void A_webhook_with_channels_gets_only_events_that_share_one(string webhooks, string events, bool gets) =>
        Assert.Equal(gets, Match([Stored() with { Channels = Split(webhooks) }], "order.shipped", channels: Split(events)).Count == 1);

    [Theory]
    [InlineData(SubscriptionState.Active, true)]
    [InlineData(SubscriptionState.Paused, true)]
    [InlineData(SubscriptionState.Disabled, true)]
    [InlineData(SubscriptionState.Deleted, false)]
    public void Events_for_paused_and_disabled_webhooks_are_kept_too(SubscriptionState state, bool gets) =>
        Assert.Equal(gets, Match([Stored() with { State = state }], "order.shipped").Count == 1);

    [Fact]
    public void A_deleted_webhook_is_still_found_for_the_log()
    {
        var index = Index(Stored(1) with { State = SubscriptionState.Deleted }, Stored(2));

        Assert.Equal(SubscriptionState.Deleted, index.Find(new SubscriptionId(1))!.Stored.State);
        Assert.Null(index.Find(new SubscriptionId(3)));
        Assert.Equal(2, index.All.Count());
        Assert.Equal(9, index.Version);
    }

    [Fact]
    public void The_first_picture_is_empty()
    {
        Assert.Equal(0, SubscriptionIndex.Empty.Version);
        Assert.Empty(SubscriptionIndex.Empty.Match(null, "order.shipped", false, []));
    }

    private static string[] Split(string channels) => channels.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static SubscriptionIndex Index(params StoredSubscription[] stored) => new(9, stored.Select(webhook => Snapshot(webhook)));

    private static List<long> Match(StoredSubscription[] stored, string type, bool isSensitive = false, string? tenant = null, string[]? channels = null) =>
        [.. Index(stored).Match(tenant, type, isSensitive, channels ?? []).Select(webhook => webhook.Id.Value)];
}
