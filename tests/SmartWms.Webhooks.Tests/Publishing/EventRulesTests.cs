using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Publishing;

public sealed class EventRulesTests
{
    private static readonly EventRules Rules = new(Catalogue);

    [Fact]
    public void A_registered_type_passes() => Assert.Equal("order.shipped", Rules.Check(Event("order.shipped")).Name);

    [Fact]
    public void A_type_that_nobody_registered_is_refused_and_the_fix_named() =>
        Assert.StartsWith(
            "Nobody registered the event type 'acme.done'. Register it with AddEventType(\"acme.done\"), or correct the name.", Refused("acme.done"), StringComparison.Ordinal);

    [Fact]
    public void What_is_no_type_is_refused() =>
        Assert.StartsWith("'Order Shipped' is not an event type: parts of a-z 0-9 _ split by dots, at most 128 characters.", Refused("Order Shipped"), StringComparison.Ordinal);

    [Theory]
    [InlineData("a", true)]
    [InlineData("evt_-A9", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("ก", false)]
    public void An_event_id_keeps_its_rule(string id, bool good) => Assert.Equal(good, Passes(new WebhookPublishOptions { EventId = id }, "EventId:"));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void An_event_id_and_a_tenant_have_at_most_128_characters(int length, bool good)
    {
        Assert.Equal(good, Passes(new WebhookPublishOptions { EventId = new string('a', length) }, "EventId:"));
        Assert.Equal(good, Passes(new WebhookPublishOptions { TenantId = new string('a', length) }, "TenantId:"));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void An_event_has_at_most_5_channels(int count, bool good) =>
        Assert.Equal(good, Passes(new WebhookPublishOptions { Channels = [.. Enumerable.Repeat("a", count)] }, "Channels: at most 5"));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_subject_has_1_to_200_characters(int length, bool good) =>
        Assert.Equal(good, Passes(new WebhookPublishOptions { Subject = new string('ก', length) }, $"Subject: give 1 to 200 characters without control characters, or null, not {length}."));

    [Fact]
    public void A_subject_has_no_control_characters() => Assert.False(Passes(new WebhookPublishOptions { Subject = "a\nb" }, "Subject:"));

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        var message = Refused("x.y", new WebhookPublishOptions { EventId = "", TenantId = "", Channels = [""], Subject = "" });

        Assert.All(["Nobody registered", "EventId:", "TenantId:", "Channels:", "Subject:"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static NewWebhookEvent Event(string type, WebhookPublishOptions? options = null) => NewWebhookEvent.FromJson(type, "{}"u8.ToArray(), options);

    private static string Refused(string type, WebhookPublishOptions? options = null) => Assert.Throws<WebhookInputException>(() => Rules.Check(Event(type, options))).Message;

    private static bool Passes(WebhookPublishOptions options, string complaint)
    {
        if (Record.Exception(() => Rules.Check(Event("order.shipped", options))) is not { } error)
        {
            return true;
        }

        Assert.StartsWith(complaint, error.Message, StringComparison.Ordinal);
        return false;
    }
}
