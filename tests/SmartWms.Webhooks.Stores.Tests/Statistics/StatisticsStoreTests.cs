using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Statistics;

/// <summary>What a store of counts promises.</summary>
public sealed class StatisticsStoreTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Eight = Given.Start;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private OpenedStores? _opened;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private WebhookStores Stores => _opened!.Stores;

    private IStatisticsStore Counts => Stores.Statistics!;

    public ValueTask DisposeAsync() => _opened?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task What_is_added_comes_on_top_of_what_is_there(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        var webhook = await SubscribeAsync();
        await AddAsync(Count(webhook, Eight, 3), Count(webhook, Eight, 1, FailureClass.Timeout, band: 11));
        await AddAsync(Count(webhook, Eight, 4));

        var read = await ReadAsync(Eight, Eight + Hour, LatencyBands.Span, perSubscription: true);

        Assert.Equal([Count(webhook, Eight, 7), Count(webhook, Eight, 1, FailureClass.Timeout, 11)], read.OrderBy(count => count.Failure));
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task Counts_are_summed_up_to_the_width_asked_for_and_spans_outside_are_left_out(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        var webhook = await SubscribeAsync();
        await AddAsync(
            Count(webhook, Eight - LatencyBands.Span, 100), Count(webhook, Eight, 1), Count(webhook, Eight + 3 * LatencyBands.Span, 2), Count(webhook, Eight + Hour, 4), Count(webhook, Eight + 2 * Hour, 100));

        Assert.Equal([Count(webhook, Eight, 3), Count(webhook, Eight + Hour, 4)], await ReadAsync(Eight, Eight + 2 * Hour, Hour, perSubscription: true));
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task A_span_begins_where_all_stores_say_it_begins(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        var webhook = await SubscribeAsync();
        await AddAsync(Count(webhook, Eight, 1));

        foreach (var width in new[] { TimeSpan.FromMinutes(45), TimeSpan.FromHours(5), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(366) })
        {
            var since = LatencyBands.Begin(Eight, width);
            Assert.Equal([Count(webhook, since, 1)], await ReadAsync(since, Eight + Hour, width, perSubscription: true));
        }
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task Webhooks_stay_apart_or_are_summed_up_and_some_can_be_asked_for(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        var (first, second, third) = (await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync());
        await AddAsync(Count(first, Eight, 1), Count(second, Eight, 2), Count(third, Eight, 4), Count(third, Eight + Hour, 8));

        Assert.Equal([Count(first, Eight, 1), Count(second, Eight, 2), Count(third, Eight, 4), Count(third, Eight + Hour, 8)],
            await ReadAsync(Eight, Eight + 2 * Hour, Hour, perSubscription: true));
        Assert.Equal([Count(default, Eight, 7), Count(default, Eight + Hour, 8)], await ReadAsync(Eight, Eight + 2 * Hour, Hour, perSubscription: false));
        Assert.Equal([Count(default, Eight, 3)], await ReadAsync(Eight, Eight + 2 * Hour, Hour, perSubscription: false, first, second));
        Assert.Equal([Count(second, Eight, 2)], await ReadAsync(Eight, Eight + 2 * Hour, Hour, perSubscription: true, second));
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task Old_spans_are_removed_and_the_limit_itself_stays(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        var webhook = await SubscribeAsync();
        await AddAsync(Count(webhook, Eight - LatencyBands.Span, 1), Count(webhook, Eight, 2));

        Assert.Equal(1, await Counts.PurgeAsync(Eight, 100, Cancellation));
        Assert.Equal(0, await Counts.PurgeAsync(Eight, 100, Cancellation));

        Assert.Equal([Count(webhook, Eight, 2)], await ReadAsync(Eight - Hour, Eight + Hour, LatencyBands.Span, perSubscription: true));
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task Removing_goes_in_batches_until_nothing_is_left(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        await Counts.AddAsync([.. await ManyAsync(7)], Cancellation);

        int[] removed = [await Counts.PurgeAsync(Eight + Hour, 3, Cancellation), await Counts.PurgeAsync(Eight + Hour, 3, Cancellation), await Counts.PurgeAsync(Eight + Hour, 3, Cancellation), await Counts.PurgeAsync(Eight + Hour, 3, Cancellation)];

        Assert.Equal([3, 3, 1, 0], removed);
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task Two_nodes_that_count_the_same_at_once_lose_nothing(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        AttemptCount[] counts = [.. await ManyAsync(5)];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(node => Counts.AddAsync(node % 2 == 0 ? counts : [.. counts.Reverse()], Cancellation)));

        Assert.Equal(counts.Select(count => count with { Attempts = 8 }), await ReadAsync(Eight, Eight + Hour, LatencyBands.Span, perSubscription: true));
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task What_waits_is_told_webhook_by_webhook_whatever_its_state(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        var (due, later, idle, paused) = (await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync(SubscriptionState.Paused));
        await PublishAsync(due, Eight.AddMinutes(-3));
        await PublishAsync(due, Eight.AddMinutes(-2));
        await PublishAsync(later, Eight.AddMinutes(5));
        await PublishAsync(paused, Eight.AddMinutes(-9));

        Assert.Equal(
            [new WaitingDeliveries(due, 2, Eight.AddMinutes(-3)), new WaitingDeliveries(later, 1, null), new WaitingDeliveries(paused, 1, Eight.AddMinutes(-9))],
            await Counts.ListWaitingAsync(null, Eight, Cancellation));
        Assert.Equal([paused], (await Counts.ListWaitingAsync([paused, idle], Eight, Cancellation)).Select(waiting => waiting.Subscription));
        Assert.DoesNotContain(await Counts.ListWaitingAsync(null, Eight, Cancellation), waiting => waiting.Subscription == idle);
    }

    private static AttemptCount Count(SubscriptionId subscription, DateTimeOffset since, long attempts, FailureClass failure = FailureClass.None, int band = 2) =>
        new(subscription, since, failure, band, attempts);

    private async Task<List<AttemptCount>> ManyAsync(int webhooks)
    {
        var counts = new List<AttemptCount>();
        for (var index = 0; index < webhooks; index++)
        {
            counts.Add(Count(await SubscribeAsync(), Eight, 1));
        }

        return counts;
    }

    private async Task<SubscriptionId> SubscribeAsync(SubscriptionState state = SubscriptionState.Active) =>
        (await Stores.Subscriptions.CreateAsync(Given.Subscription() with { State = state }, Cancellation))!.Id;

    private Task<AddResult> PublishAsync(SubscriptionId lane, DateTimeOffset dueAt) =>
        Stores.Deliveries.AddAsync([Given.Event($"evt_{Guid.NewGuid():N}", new NewDelivery(lane, 0))], null, dueAt, Given.Lease, Cancellation);

    private Task AddAsync(params AttemptCount[] counts) => Counts.AddAsync(counts, Cancellation);

    private Task<IReadOnlyList<AttemptCount>> ReadAsync(DateTimeOffset from, DateTimeOffset until, TimeSpan width, bool perSubscription, params SubscriptionId[] only) =>
        Counts.ReadAsync(
            new AttemptCountQuery { From = from, Until = until, Width = width, PerSubscription = perSubscription, Subscriptions = only.Length == 0 ? null : only }, Cancellation);
}
