using System.Reflection;

namespace SmartWms.Webhooks.Protocol.Tests;

public sealed class NamesTests
{
    private static readonly string[] Contract =
    [
        "asn.created", "audit.alert", "grn.confirmed", "grn.created", "inventory.adjusted", "inventory.expiring_soon", "inventory.low",
        "inventory.low_stock", "order.allocated", "order.cancelled", "order.created", "order.shipped", "order.updated", "pick.completed",
        "product.created", "product.updated", "putaway.completed", "receiving.completed", "rma.approved", "rma.received", "rma.requested",
        "shipment.created", "shipment.delivered", "shipment.shipped", "stock.changed", "user.created", "wave.released", "webhook.test",
    ];

    [Fact]
    public void Every_type_of_both_documents_is_a_constant() =>
        Assert.Equal(Contract, Constants(typeof(WmsEvents)).Values.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_constant_is_named_as_its_type_and_is_a_valid_one() =>
        Assert.All(Constants(typeof(WmsEvents)), constant =>
        {
            Assert.Equal(constant.Value.Replace(".", "").Replace("_", ""), constant.Key.ToLowerInvariant());
            Assert.True(EventTypeName.IsValid(constant.Value));
        });

    [Fact]
    public void Header_names_are_those_of_the_contracts()
    {
        var expected = new Dictionary<string, string>
        {
            ["SmartWmsSignature"] = "X-SmartWMS-Signature",
            ["WmsSignature"] = "X-WMS-Signature",
            ["Id"] = "webhook-id",
            ["Timestamp"] = "webhook-timestamp",
            ["Signature"] = "webhook-signature",
            ["SmartWmsEvent"] = "X-SmartWMS-Event",
            ["SmartWmsDelivery"] = "X-SmartWMS-Delivery",
            ["SmartWmsAttempt"] = "X-SmartWMS-Attempt",
            ["WmsEvent"] = "X-WMS-Event",
            ["WmsDelivery"] = "X-WMS-Delivery",
            ["WmsAttempt"] = "X-WMS-Attempt",
            ["StandardEvent"] = "X-Webhook-Event",
            ["StandardDelivery"] = "X-Webhook-Delivery",
            ["StandardAttempt"] = "X-Webhook-Attempt",
        };

        Assert.Equivalent(expected, Constants(typeof(WebhookHeaders)), strict: true);
    }

    [Theory]
    [InlineData("order", true)]
    [InlineData("order.shipped", true)]
    [InlineData("a.b_c.0", true)]
    [InlineData("_", true)]
    [InlineData("az.09", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData(".order", false)]
    [InlineData("order.", false)]
    [InlineData("order..shipped", false)]
    [InlineData("Order.shipped", false)]
    [InlineData("order.shipped\n", false)]
    [InlineData("order shipped", false)]
    [InlineData("order-shipped", false)]
    [InlineData("order.*", false)]
    [InlineData("order{", false)]
    [InlineData("order`", false)]
    [InlineData("order/", false)]
    [InlineData("order:", false)]
    [InlineData("สั่งซื้อ", false)]
    [InlineData("order.１", false)]
    public void An_event_type_is_parts_of_small_letters_digits_and_underscores_with_dots_between(string? name, bool expected) =>
        Assert.Equal(expected, EventTypeName.IsValid(name));

    [Theory]
    [InlineData("evt_01J-x", true)]
    [InlineData("AZaz09_-", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("a.1789999999", false)]
    [InlineData("evt 1", false)]
    [InlineData("evt_1\n", false)]
    [InlineData("evt@", false)]
    [InlineData("evt[", false)]
    [InlineData("evt`", false)]
    [InlineData("evt{", false)]
    [InlineData("evt/", false)]
    [InlineData("evt:", false)]
    [InlineData("evt\"", false)]
    [InlineData("ก", false)]
    public void An_event_id_is_letters_digits_underscores_and_hyphens(string? id, bool expected) =>
        Assert.Equal(expected, EventId.IsValid(id));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_type_and_an_id_have_at_most_128_characters(int length, bool expected)
    {
        Assert.Equal(expected, EventTypeName.IsValid(new string('a', length)));
        Assert.Equal(expected, EventId.IsValid(new string('a', length)));
    }

    [Theory]
    [InlineData("1", 1L)]
    [InlineData("1790000000", 1790000000L)]
    [InlineData("999999999999", 999999999999L)]
    [InlineData("", null)]
    [InlineData("0", null)]
    [InlineData("01", null)]
    [InlineData("1000000000000", null)]
    [InlineData("1790000000\0", null)]
    [InlineData("1790000000 ", null)]
    [InlineData("+1", null)]
    [InlineData("-1", null)]
    [InlineData("1/", null)]
    [InlineData("1:", null)]
    [InlineData("１", null)]
    public void A_timestamp_is_1_to_12_digits_the_first_not_a_zero(string text, long? expected) =>
        Assert.Equal(expected, UnixSeconds.TryRead(text, out var seconds) ? seconds : null);

    private static Dictionary<string, string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);
}
