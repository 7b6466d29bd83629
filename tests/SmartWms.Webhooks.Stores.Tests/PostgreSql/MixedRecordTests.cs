using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

/// <summary>A batch of results is stored as a whole or not at all, also where some of it go the short way and some the long.</summary>
public sealed class MixedRecordTests
{
    [Fact]
    public async Task What_goes_the_short_way_is_not_stored_when_the_rest_cannot_be()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0)));
        await postgres.AddAsync(Given.Event("evt_2", new NewDelivery(lane, 0)));
        var ids = await postgres.ColumnAsync<long>("select id from wms_webhooks.wms_webhook_delivery order by id");
        await postgres.Node.Deliveries.ResendAsync(new DeliveryId(ids[1]), TenantScope.All, PostgresHarness.Now, CancellationToken.None);
        var claimed = (await postgres.Node.Deliveries.ClaimAsync(new Claim([new LaneClaim(lane, 5)], 5, 1, PostgresHarness.Now, Given.Lease), CancellationToken.None)).Deliveries;
        await postgres.ExecuteAsync("""
            create function refuse() returns trigger language plpgsql as 'begin raise exception ''refused''; end';
            create trigger refuse before insert on wms_webhooks.wms_webhook_attempt for each row execute function refuse();
            """);

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => RecordAsync());

        Assert.Equal(2, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_delivery"));
        await postgres.ExecuteAsync("drop trigger refuse on wms_webhooks.wms_webhook_attempt");
        Assert.All(await RecordAsync(), result => Assert.True(result.Accepted));

        Task<IReadOnlyList<RecordResult>> RecordAsync() => postgres.Node.Deliveries.RecordAsync([.. claimed.Select(Given.Delivered)], PostgresHarness.Now, CancellationToken.None);
    }
}
