using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

public sealed class TwoProcessesTests
{
    [Fact]
    public async Task Both_publish_at_once_and_no_id_is_given_twice()
    {
        await using var file = new SqliteFile();
        var (one, two) = (await file.OpenAsync(), await file.OpenAsync());
        var lane = await SqliteFile.SubscribeAsync(one);

        var ids = new List<DeliveryId>();
        for (var round = 0; round < 20; round++)     // in turns, so that each finds the other's counters moved
        {
            ids.AddRange(await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
                SqliteFile.AddAsync(i % 2 == 0 ? one : two, SqliteFile.Event($"evt_{round}_{i}", lane)))));
        }

        Assert.Equal(200, ids.Distinct().Count());
        Assert.Equal(200, file.Scalar("select count(*) from wms_webhook_event"));
    }

    [Fact]
    public async Task Both_claim_at_once_and_each_row_goes_to_one()
    {
        await using var file = new SqliteFile();
        var (one, two) = (await file.OpenAsync(), await file.OpenAsync());
        var lane = await SqliteFile.SubscribeAsync(one);
        for (var i = 0; i < 150; i++)
        {
            await SqliteFile.AddAsync(one, SqliteFile.Event($"evt_{i}", lane));
        }

        var claims = await Task.WhenAll(SqliteFile.ClaimAsync(one, SqliteFile.Now, 11, lane), SqliteFile.ClaimAsync(two, SqliteFile.Now, 22, lane));

        Assert.Equal(150, claims.SelectMany(claim => claim).Select(delivery => delivery.Id).Distinct().Count());
        Assert.Equal(150, claims.Sum(claim => claim.Count));
    }

    [Fact]
    public async Task A_subscription_made_in_one_makes_a_publish_of_the_other_stale()
    {
        await using var file = new SqliteFile();
        var (one, two) = (await file.OpenAsync(), await file.OpenAsync());
        var lane = await SqliteFile.SubscribeAsync(one);
        var matched = (await new SqliteSubscriptionStore(two).GetChangesAsync(0, SqliteFile.Token)).Version;
        await SqliteFile.AddAsync(two, SqliteFile.Event("evt_1", lane));
        await SqliteFile.SubscribeAsync(one);

        var result = await new SqliteDeliveryStore(two).AddAsync([SqliteFile.Event("evt_2", lane)], matched, SqliteFile.Now, SqliteFile.Lease, SqliteFile.Token);

        Assert.Equal(AddOutcome.Stale, result.Outcome);
        Assert.Equal(1, file.Scalar("select count(*) from wms_webhook_event"));
    }
}
