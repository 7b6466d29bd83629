using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Alerts;

/// <summary>R26.</summary>
public sealed class AlertFoldTests
{
    private readonly AlertFold _fold = new(TimeSpan.FromHours(1));

    [Fact]
    public void The_first_goes_out_at_once()
    {
        var alert = Alert(0);

        Assert.Equal(alert, _fold.Pass(alert));
    }

    [Fact]
    public void Repeats_are_folded_and_told_with_the_next_one()
    {
        _fold.Pass(Alert(0));
        Assert.Null(_fold.Pass(Alert(0)));
        Assert.Null(_fold.Pass(Alert(30)));
        Assert.Null(_fold.Pass(Alert(59.999)));

        Assert.Equal(Alert(60) with { Folded = 3 }, _fold.Pass(Alert(60)));
        Assert.Null(_fold.Pass(Alert(119)));
        Assert.Equal(1, _fold.Pass(Alert(120))!.Folded);
        Assert.Equal(0, _fold.Pass(Alert(180))!.Folded);
    }

    [Fact]
    public void Another_webhook_or_another_kind_is_no_repeat()
    {
        _fold.Pass(Alert(0));

        Assert.NotNull(_fold.Pass(Alert(1) with { Subscription = new SubscriptionId(2) }));
        Assert.NotNull(_fold.Pass(Alert(1) with { Kind = WebhookAlertKind.WebhookDisabled }));
    }

    [Fact]
    public void A_clock_set_back_silences_nobody()
    {
        _fold.Pass(Alert(0));

        Assert.NotNull(_fold.Pass(Alert(-1)));
    }

    [Theory]
    [InlineData(WebhookAlertKind.DeliveryFailed, 0)]
    [InlineData(WebhookAlertKind.WebhookDisabled, 1)]
    [InlineData(WebhookAlertKind.WebhookFailing, 2)]
    public void Kinds_have_fixed_numbers(WebhookAlertKind kind, int number) => Assert.Equal(number, (int)kind);

    private static WebhookAlert Alert(double minutes) => new(
        WebhookAlertKind.DeliveryFailed, new SubscriptionId(1), "ERP", null, new DeliveryId(1), FailureClass.Timeout, "why", Noon + TimeSpan.FromMinutes(minutes), 0);
}
