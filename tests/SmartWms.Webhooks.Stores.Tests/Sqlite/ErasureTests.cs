using SmartWms.Webhooks.Sqlite.Deliveries;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

/// <summary>An erasure goes on where its batch before stopped, and once more over all before it ends.</summary>
public sealed class ErasureTests
{
    [Fact]
    public async Task A_batch_goes_on_behind_the_one_before_and_the_end_is_reached_when_nothing_is_left_anywhere()
    {
        await using var file = new SqliteFile();
        var erasure = new SqliteTenantErasure(await file.OpenAsync());
        using var connection = file.Connect();
        Publish(10);
        Publish(20);
        Publish(30);
        Assert.True(await erasure.EraseTenantAsync("acme", 1, SqliteFile.Token) > 0);
        Publish(5);

        Assert.True(await erasure.EraseTenantAsync("acme", 1, SqliteFile.Token) > 0);
        Assert.Equal([5, 30], Keys());
        Assert.True(await erasure.EraseTenantAsync("acme", 1, SqliteFile.Token) > 0);
        Assert.Equal([5], Keys());
        Assert.True(await erasure.EraseTenantAsync("acme", 1, SqliteFile.Token) > 0);
        Assert.Empty(Keys());
        Assert.Equal(0, await erasure.EraseTenantAsync("acme", 1, SqliteFile.Token));

        // Nothing is remembered of an erasure that has ended.
        Publish(1);
        Assert.True(await erasure.EraseTenantAsync("acme", 1, SqliteFile.Token) > 0);
        Assert.Empty(Keys());

        void Publish(long key) => SqliteFile.Execute(connection, $"""
            insert into wms_webhook_event (key, first_delivery, delivery_count, first_body, body_count, purged, added_at, occurred_at, id, type, tenant, data_hash)
            values ({key}, {key}, 0, 0, 0, 0, 0, 0, 'evt_{key}', 'order.shipped', 'acme', x'')
            """);

        List<long> Keys()
        {
            using var command = connection.CreateCommand();
            command.CommandText = "select key from wms_webhook_event order by key";
            using var rows = command.ExecuteReader();
            var keys = new List<long>();
            while (rows.Read())
            {
                keys.Add(rows.GetInt64(0));
            }

            return keys;
        }
    }
}
