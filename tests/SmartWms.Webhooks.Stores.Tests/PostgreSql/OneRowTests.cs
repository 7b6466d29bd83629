using System.Text;
using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

/// <summary>The accepted attempt stands in the delivery's row of the log and the first body in the event's: most have no other.</summary>
public sealed class OneRowTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task An_accepted_attempt_takes_no_row_of_its_own_until_it_is_sent_again()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var sent = await DeliverAsync(postgres, "evt_1");

        Assert.Equal(0, await CountAsync(postgres, "wms_webhook_attempt"));
        Assert.Equal(Encoding.UTF8.GetBytes("OK"), Assert.Single((await ReadAsync(postgres, sent)).Attempts).Answer);

        Assert.Equal(ResendOutcome.Due, await postgres.Node.Deliveries.ResendAsync(sent, TenantScope.All, PostgresHarness.Now, None));

        Assert.Equal(1, await CountAsync(postgres, "wms_webhook_attempt"));
        Assert.Equal(0, await CountAsync(postgres, "wms_webhook_delivery_log where coalesce(started_at::text, truncated::text, node, rule, answer::text) is not null"));
        Assert.Equal(Encoding.UTF8.GetBytes("OK"), Assert.Single((await ReadAsync(postgres, sent)).Attempts).Answer);

        var again = Assert.Single((await postgres.Node.Deliveries.ClaimAsync(new Claim([], 1, 2, PostgresHarness.Now, Given.Lease), None)).Deliveries);
        await postgres.Node.Deliveries.RecordAsync([Given.Failed(again)], PostgresHarness.Now, None);

        var read = await ReadAsync(postgres, sent);
        Assert.Equal((DeliveryState.Delivered, 2), (read.Delivery.State, read.Delivery.Attempts));
        Assert.Equal([(1, FailureClass.None), (2, FailureClass.ServerError)], read.Attempts.Select(attempt => (attempt.Number, attempt.Failure)));
    }

    [Fact]
    public async Task Two_who_resend_at_the_same_moment_keep_one_attempt()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var sent = await DeliverAsync(postgres, "evt_1");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => postgres.Node.Deliveries.ResendAsync(sent, TenantScope.All, PostgresHarness.Now, None)));

        Assert.Single((await ReadAsync(postgres, sent)).Attempts);
    }

    [Fact]
    public async Task The_accepted_attempt_is_the_newest_of_many()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0)));
        await postgres.ExecuteAsync("""
            update wms_webhooks.wms_webhook_delivery set attempts = 60;
            insert into wms_webhooks.wms_webhook_attempt (delivery_id, number, trigger, failure, truncated, started_at, latency, node, rule, answer)
            select d.id, g, 0, 7, false, now(), '12 ms', 'n', 'r', 'answer' from wms_webhooks.wms_webhook_delivery d, generate_series(1, 60) g
            """);
        var claim = Assert.Single(await PostgresHarness.ClaimAsync(postgres.Node, 1, 1, lane));
        await RecordAsync(postgres, claim);

        var attempts = (await ReadAsync(postgres, claim.Id)).Attempts;

        Assert.Equal([1, .. Enumerable.Range(12, 50)], attempts.Select(attempt => attempt.Number));
        Assert.Equal([1, .. Enumerable.Range(52, 10)], attempts.Where(attempt => attempt.Answer.Length > 0).Select(attempt => attempt.Number));
        Assert.Equal(40, attempts.Count(attempt => attempt.AnswerLeftOut));
    }

    [Fact]
    public async Task An_events_first_body_stands_in_its_row_and_the_others_beside_it()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var (first, second) = (await postgres.SubscribeAsync(), await postgres.SubscribeAsync());
        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(first, 0), new NewDelivery(second, 1)) with { Bodies = [Given.Body("1"), Given.Body("2", "wms")] });

        var claimed = await PostgresHarness.ClaimAsync(postgres.Node, 1, 1, first, second);

        Assert.Equal([1], await postgres.ColumnAsync<short>("select number from wms_webhooks.wms_webhook_body"));
        Assert.Equal(["smartwms 1", "wms 2"], claimed.Select(claim => $"{claim.Contract} {Encoding.UTF8.GetString(claim.Body)}").Order());
        foreach (var claim in claimed)
        {
            var read = await ReadAsync(postgres, claim.Id);
            Assert.Equal((claim.Contract, Encoding.UTF8.GetString(claim.Body)), (read.Contract, Encoding.UTF8.GetString(read.Body!)));
        }
    }

    [Fact]
    public async Task Purged_bodies_leave_the_events_row_and_are_counted()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var sent = await DeliverAsync(postgres, "evt_1");
        var later = PostgresHarness.Now.AddDays(1);
        var request = new PurgeRequest(later, PostgresHarness.Now.AddDays(-1), 100);
        await postgres.ExecuteAsync($"update wms_webhooks.wms_webhook_delivery_log set finished_at = '{later.AddDays(1):O}'");

        Assert.Equal(1, await postgres.Node.Deliveries.PurgeAsync(request, None));
        Assert.Equal(0, await postgres.Node.Deliveries.PurgeAsync(request, None));

        Assert.Equal(0, await CountAsync(postgres, "wms_webhook_event where bytes is not null"));
        var read = await ReadAsync(postgres, sent);
        Assert.Null(read.Body);
        Assert.Equal("smartwms", read.Contract);
        Assert.Equal(ResendOutcome.BodyPurged, await postgres.Node.Deliveries.ResendAsync(sent, TenantScope.All, later, None));
    }

    private static async Task<DeliveryId> DeliverAsync(PostgresHarness postgres, string eventId)
    {
        var lane = await postgres.SubscribeAsync();
        await postgres.AddAsync(Given.Event(eventId, new NewDelivery(lane, 0)));
        var claim = Assert.Single(await PostgresHarness.ClaimAsync(postgres.Node, 1, 1, lane));
        await RecordAsync(postgres, claim);
        return claim.Id;
    }

    private static async Task RecordAsync(PostgresHarness postgres, ClaimedDelivery claim)
    {
        var delivered = Given.Delivered(claim);
        var results = await postgres.Node.Deliveries.RecordAsync([delivered with { Attempt = delivered.Attempt! with { Answer = "OK"u8.ToArray() } }], PostgresHarness.Now, None);
        Assert.True(Assert.Single(results).Accepted);
    }

    private static async Task<DeliveryDetails> ReadAsync(PostgresHarness postgres, DeliveryId delivery) => (await postgres.Node.Log.GetAsync(delivery, TenantScope.All, None))!;

    private static Task<long> CountAsync(PostgresHarness postgres, string table) => postgres.ScalarAsync<long>($"select count(*) from wms_webhooks.{table}");
}
