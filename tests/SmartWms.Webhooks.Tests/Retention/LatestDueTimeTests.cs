using SmartWms.Webhooks.Retention;
using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Retention;

/// <summary>R30: nothing can rightly be due later than the longest delay of any contract, with its jitter, or a day, and an hour more.</summary>
public sealed class LatestDueTimeTests
{
    [Fact]
    public void Without_a_long_schedule_it_is_a_day_and_an_hour() =>
        Assert.Equal(TimeSpan.FromHours(25), Sweep.Latest(new ContractCatalogue([WebhookContract.SmartWms, WebhookContract.Wms], WebhookContract.SmartWms), []));

    [Fact]
    public void Jitter_lengthens_the_longest_delay() => Assert.Equal(new TimeSpan(29, 48, 0), Sweep.Latest(Contracts(), []));

    [Fact]
    public void A_hosts_own_contract_counts_too() =>
        Assert.Equal(
            TimeSpan.FromHours((24 * 30) + 1),
            Sweep.Latest(Contracts(WebhookContract.Wms with { Name = "slow", Delays = [TimeSpan.FromDays(30), TimeSpan.FromSeconds(1)] }), []));

    [Fact]
    public void A_webhooks_own_schedule_counts_with_the_jitter_of_its_contract() =>
        Assert.Equal(
            new TimeSpan(8, 10, 36, 0),
            Sweep.Latest(
                Contracts(),
                [
                    Snapshot(Stored(1) with { Schedule = [TimeSpan.FromDays(8)] }),
                    Snapshot(Stored(2) with { Schedule = [TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)] }, WebhookContract.StandardWebhooks),
                ]));

    [Fact]
    public void A_shorter_one_changes_nothing() =>
        Assert.Equal(new TimeSpan(29, 48, 0), Sweep.Latest(Contracts(), [Snapshot(Stored() with { Schedule = [TimeSpan.FromSeconds(1)] })]));
}
