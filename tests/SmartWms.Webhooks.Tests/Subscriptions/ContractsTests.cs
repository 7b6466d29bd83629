using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests.Subscriptions;

/// <summary>CONTRACT's first table, row by row; how each row is carried out is shown where it is done.</summary>
public sealed class ContractsTests
{
    [Fact]
    public void Names_are_what_configuration_and_stores_hold() =>
        Assert.Equal(["smartwms", "wms", "standardwebhooks"], All.Select(contract => contract.Name));

    [Fact]
    public void Signature_schemes() =>
        Assert.Equal([SignatureScheme.SmartWms, SignatureScheme.Wms, SignatureScheme.StandardWebhooks], All.Select(contract => contract.Scheme));

    [Fact]
    public void Header_prefixes() => Assert.Equal(["SmartWMS", "WMS", "Webhook"], All.Select(contract => contract.HeaderPrefix));

    [Fact]
    public void Names_inside_data() =>
        Assert.Equal(["orderId", "order_id", "orderId"], All.Select(contract => contract.PropertyNaming.ConvertName("OrderId")));

    [Fact]
    public void SmartWms_makes_5_attempts_1_m_5_m_30_m_and_2_h_after_the_failure_before() =>
        Assert.Equal([Minutes(1), Minutes(5), Minutes(30), Minutes(120)], WebhookContract.SmartWms.Delays);

    [Fact]
    public void Wms_makes_6_attempts_30_s_2_m_10_m_1_h_and_6_h_after_the_failure_before() =>
        Assert.Equal([Minutes(0.5), Minutes(2), Minutes(10), Minutes(60), Minutes(360)], WebhookContract.Wms.Delays);

    [Fact]
    public void StandardWebhooks_makes_10_attempts_over_three_days() =>
        Assert.Equal(
            [Minutes(5.0 / 60), Minutes(5), Minutes(30), Minutes(120), Minutes(300), Minutes(600), Minutes(840), Minutes(1200), Minutes(1440)],
            WebhookContract.StandardWebhooks.Delays);

    [Fact]
    public void Only_StandardWebhooks_has_jitter() => Assert.Equal([0, 0, 0.2], All.Select(contract => contract.Jitter));

    [Fact]
    public void Ends() =>
        Assert.Equal(
            [AfterLastAttempt.Disable, AfterLastAttempt.KeepActive, AfterLastAttempt.DisableAfterFiveDays],
            All.Select(contract => contract.AfterLastAttempt));

    [Fact]
    public void Only_StandardWebhooks_is_disabled_by_410() => Assert.Equal([false, false, true], All.Select(contract => contract.DisablesWhenGone));

    [Fact]
    public void All_carry_the_headers_that_stop_a_replay() => Assert.All(All, contract => Assert.True(contract.SendsStandardHeaders));

    [Fact]
    public void All_delays_together_are_a_schedules_length()
    {
        Assert.Equal(new TimeSpan(2, 36, 0), WebhookContract.Total(WebhookContract.SmartWms.Delays));
        Assert.Equal(new TimeSpan(7, 12, 30), WebhookContract.Total(WebhookContract.Wms.Delays));
        Assert.InRange(WebhookContract.Total(WebhookContract.StandardWebhooks.Delays).TotalHours, 75, 76);
    }

    [Fact]
    public void The_catalogue_finds_each_by_its_name_and_knows_the_default_one()
    {
        var own = WebhookContract.Wms with { Name = "acme" };
        var catalogue = new ContractCatalogue([WebhookContract.SmartWms, WebhookContract.Wms], own);

        Assert.Same(own, catalogue.Default);
        Assert.Same(own, catalogue.Find("acme"));
        Assert.Same(WebhookContract.Wms, catalogue.Find("wms"));
        Assert.Null(catalogue.Find("WMS"));
        Assert.Equal(["acme", "smartwms", "wms"], catalogue.All.Select(contract => contract.Name));
    }

    [Fact]
    public void Of_two_contracts_with_one_name_the_default_one_is_the_one()
    {
        var own = WebhookContract.Wms with { Delays = [Minutes(1)] };

        Assert.Same(own, new ContractCatalogue([WebhookContract.Wms], own).Find("wms"));
    }

    private static IEnumerable<WebhookContract> All => [WebhookContract.SmartWms, WebhookContract.Wms, WebhookContract.StandardWebhooks];

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);
}
