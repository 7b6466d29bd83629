using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Deliveries;
using SmartWms.Webhooks.Stores.Tests.PostgreSql;
using SmartWms.Webhooks.Stores.Tests.Sqlite;
using SmartWms.Webhooks.Subscriptions;
using SQLitePCL;

namespace SmartWms.Webhooks.Stores.Tests;

/// <summary>A pile of due resends of one webhook, which a claim and a look leave out, costs them nothing and hides nothing.</summary>
public sealed class LeftOutResendsTests
{
    private const int Pile = 10_000;

    private static readonly DateTimeOffset Now = Given.Start;
    private static readonly SubscriptionId Full = new(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task A_resend_of_another_webhook_comes_from_behind_a_pile_that_is_left_out(string kind)
    {
        await using var opened = await OpenedStores.OpenAsync(kind);
        var (full, other) = (await SubscribeAsync(opened), await SubscribeAsync(opened));
        foreach (var id in await AddAsync(opened, full, 600))
        {
            await ResendAsync(opened, id, Now.AddMinutes(-9));
        }

        var (later, wanted) = (await AddAsync(opened, other, 1), await AddAsync(opened, other, 1));
        await ResendAsync(opened, later[0], Now.AddMinutes(5));
        var quiet = await opened.Stores.Deliveries.FindDueLanesAsync(Look(full), Now, Stop);
        await ResendAsync(opened, wanted[0], Now.AddMinutes(-1));
        var found = await opened.Stores.Deliveries.FindDueLanesAsync(Look(full), Now, Stop);
        var first = await opened.Stores.Deliveries.ClaimAsync(ClaimOf(4, 77, full), Stop);
        var second = await opened.Stores.Deliveries.ClaimAsync(ClaimOf(4, 78, full), Stop);
        var all = await opened.Stores.Deliveries.ClaimAsync(ClaimOf(4, 79), Stop);

        Assert.Equal((false, Now.AddMinutes(5)), (quiet.HasResends, quiet.NextDue));
        Assert.True(found.HasResends);
        Assert.Equal((wanted[0], Now.AddMinutes(-1), AttemptTrigger.Resend), Assert.Single(first.Deliveries.Select(row => (row.Id, row.DueAt, row.Trigger))));
        Assert.Empty(second.Deliveries);
        Assert.Equal([full, full, full, full], all.Deliveries.Select(row => row.Subscription));
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task What_is_claimed_is_what_is_due_longest_over_many_webhooks(string kind)
    {
        await using var opened = await OpenedStores.OpenAsync(kind);
        var full = await SubscribeAsync(opened);
        foreach (var id in await AddAsync(opened, full, 20))
        {
            await ResendAsync(opened, id, Now.AddHours(-1));
        }

        // Webhook w has those that are due w, w + 3, w + 6, ... minutes late: the longest due are spread over some and not all of them.
        List<(DeliveryId Id, int Late)> rows = [];
        for (var webhook = 0; webhook < 12; webhook++)
        {
            var ids = await AddAsync(opened, await SubscribeAsync(opened), 9);
            rows.AddRange(ids.Select((id, index) => (id, webhook + (3 * index))));
        }

        foreach (var (id, late) in rows)
        {
            await ResendAsync(opened, id, Now.AddMinutes(-1 - late).AddTicks(-id.Value));
        }

        var inTurn = rows.OrderByDescending(row => row.Late).ThenByDescending(row => row.Id).Select(row => row.Id).ToList();
        for (var token = 1; inTurn.Count > 0; token++)
        {
            var claimed = (await opened.Stores.Deliveries.ClaimAsync(ClaimOf(10, token, full), Stop)).Deliveries;
            Assert.Equal(inTurn.Take(10).Order(), claimed.Select(row => row.Id).Order());
            inTurn.RemoveRange(0, claimed.Count);
        }
    }

    [Fact]
    public async Task On_sqlite_a_pile_that_is_left_out_costs_no_steps()
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();
        using (var connection = file.Connect())
        {
            SqliteFile.Execute(connection, $$"""
                create temp table n as with recursive n(g) as (select 1 union all select g + 1 from n where g < {{5 * Pile}}) select g from n;
                insert into wms_webhook_delivery (id, event_key, subscription_id, lane, body_key, due_at, token, claims, attempts, steps, trigger)
                select g, g, case when g <= {{Pile}} then 1 else 2 + g % 5 end, case when g % 10000 <> 0 and g > {{Pile}} then 2 + g % 5 else 0 end, 0, {{Now.UtcTicks}} - 100000 + g, 0, 0, 0, 0, 1 from n;
                """);
        }

        using var session = file.Reader();
        var steps = 0;
        raw.sqlite3_progress_handler(session.Handle, 1, _ => ++steps < 0 ? 1 : 0, null);

        var due = OtherResends.FindDue(session.Prepare, [Full], Now.UtcTicks, 32);
        var first = OtherResends.FindFirst(session.Prepare, [Full], Now.UtcTicks);

        Assert.Equal([2 * Pile, 3 * Pile, 4 * Pile, 5 * Pile], due.Select(id => id.Value));
        Assert.Equal(Now.UtcTicks - 100_000 + (2 * Pile), first);
        Assert.True(steps < 2_000, $"{steps} steps");
    }

    [Theory]
    [InlineData("")]
    [InlineData("analyze")]
    public async Task On_postgresql_a_pile_that_is_left_out_costs_no_rows(string statistics)
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await postgres.ExecuteAsync("alter table wms_webhooks.wms_webhook_delivery set (autovacuum_enabled = off); analyze");
        var lanes = await postgres.SubscribeManyAsync(6);
        await postgres.LoadAsync(5 * Pile, "2 + g % 5", "timestamptz '2026-03-01 07:00Z' + g * interval '1 ms'");
        await postgres.ExecuteAsync($"update wms_webhooks.wms_webhook_delivery set lane = 0, trigger = 1, subscription_id = case when id <= {Pile} then 1 else subscription_id end where id <= {Pile} or id % 10000 = 0; {statistics}");
        await using var plans = new ExecutedPlans(postgres);
        await plans.Node.Log.GetAsync(default, TenantScope.All, Stop);     // the first on a connection asks for all the server's types
        DueLanes? found = null;
        IReadOnlyList<ClaimedDelivery> claimed = [];

        var asAlways = await plans.TouchedAsync(async () => await plans.Node.Deliveries.FindDueLanesAsync(Look(), Now, Stop));
        var looked = await plans.TouchedAsync(async () => found = await plans.Node.Deliveries.FindDueLanesAsync(Look(Full), Now, Stop));
        var took = await plans.TouchedAsync(async () => claimed = (await plans.Node.Deliveries.ClaimAsync(
            ClaimOf(32, 7, Full) with { Lanes = [new LaneClaim(lanes[1], 2), new LaneClaim(lanes[2], 1, LanePick.OldestElseLongestDue)] }, Stop)).Deliveries);
        var alone = await plans.TouchedAsync(async () => Assert.Empty((await plans.Node.Deliveries.ClaimAsync(ClaimOf(32, 8, Full), Stop)).Deliveries));

        Assert.True(found?.HasResends);
        Assert.Equal([2 * Pile, 3 * Pile, 4 * Pile, 5 * Pile], claimed.Where(row => row.Trigger == AttemptTrigger.Resend).Select(row => (int)row.Id.Value).Order());
        Assert.Equal(3, claimed.Count(row => row.Trigger == AttemptTrigger.Scheduled));
        Assert.True(looked < asAlways + 200 && took < 500 && alone < 200, $"{looked} rows for the look, {asAlways} without, {took} for the claim, {alone} for the one without lanes");
    }

    private static DueLaneQuery Look(params SubscriptionId[] noResendsOf) => new(default, 10, []) { NoResendsOf = noResendsOf };

    private static Claim ClaimOf(int resends, long token, params SubscriptionId[] noResendsOf) => new([], resends, token, Now, Given.Lease) { NoResendsOf = noResendsOf };

    private static async Task<SubscriptionId> SubscribeAsync(OpenedStores opened) => (await opened.Stores.Subscriptions.CreateAsync(Given.Subscription(), Stop))!.Id;

    /// <summary>In one transaction. Those that are not resent are due long after all else.</summary>
    private static async Task<List<DeliveryId>> AddAsync(OpenedStores opened, SubscriptionId to, int count) =>
        [.. (await opened.Stores.Deliveries.AddAsync(
            [.. Enumerable.Range(0, count).Select(_ => Given.Event($"evt_{Guid.NewGuid():n}", new NewDelivery(to, 0)))], null, Now.AddDays(9), Given.Lease, Stop))
        .Events.SelectMany(row => row.Deliveries)];

    private static async Task ResendAsync(OpenedStores opened, DeliveryId delivery, DateTimeOffset dueAt) =>
        Assert.Equal(ResendOutcome.Due, await opened.Stores.Deliveries.ResendAsync(delivery, TenantScope.All, dueAt, Stop));
}
