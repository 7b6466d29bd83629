using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

/// <summary>What was found held is asked again where it is cancelled: a webhook may have been enabled in between.</summary>
public sealed class HeldTests
{
    [Theory]
    [InlineData(SubscriptionState.Active, 0)]
    [InlineData(SubscriptionState.Paused, 1)]
    public async Task What_was_found_before_a_webhook_was_enabled_is_not_cancelled_afterwards(SubscriptionState now, int cancelled)
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        var id = (await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0)))).Events[0].Deliveries[0];
        await postgres.ExecuteAsync($"update wms_webhooks.wms_webhook_subscription set state = {(int)now}, state_changed_at = '2026-01-01'");
        await using var database = new PgDatabase(postgres.ConnectionString, new PostgreSqlOptions());

        var gone = await database.RunAsync(
            (session, token) => session.QueryAsync(
                CancelDeliveries.CancelHeld, static row => row.GetInt64(0), token, Parameter.Of([id.Value]), Parameter.Of(PostgresHarness.Now), Parameter.Of(PostgresHarness.Now)),
            CancellationToken.None);

        Assert.Equal(cancelled, gone.Count);
    }

    [Fact]
    public async Task Enabling_waits_for_what_is_being_cancelled_and_nothing_is_cancelled_after_it()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0)));
        await postgres.ExecuteAsync("update wms_webhooks.wms_webhook_subscription set state = 1, state_changed_at = '2026-01-01'");
        await using var host = await postgres.ConnectAsync();
        await using var transaction = await host.BeginTransactionAsync();
        await using (var enable = new Npgsql.NpgsqlCommand("update wms_webhooks.wms_webhook_subscription set state = 0", host, transaction))
        {
            await enable.ExecuteNonQueryAsync();
        }

        var cancelling = Task.Run(() => postgres.Node.Deliveries.CancelHeldAsync(PostgresHarness.Now, 100, PostgresHarness.Now, CancellationToken.None));
        await Testbed.Patience.UntilAsync(async () => await postgres.ScalarAsync<long>("select count(*) from pg_locks where not granted") > 0, () => "It does not wait for the webhook.");
        await transaction.CommitAsync();

        Assert.Equal(0, await cancelling);
        Assert.Equal(1, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_delivery"));
    }
}
