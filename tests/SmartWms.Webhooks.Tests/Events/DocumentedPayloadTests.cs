using System.Text.Json;

namespace SmartWms.Webhooks.Tests.Events;

/// <summary>The payloads that the two documents print.</summary>
public sealed class DocumentedPayloadTests
{
    [Theory]
    [InlineData("smartwms")]
    [InlineData("standardwebhooks")]
    public void OrderShipped_in_camelCase_is_the_English_document_s_data_to_the_byte(string contract) =>
        Assert.Equal(
            """{"orderId":"ord_789","orderNumber":"SO-2024-001","status":"shipped","trackingNumber":"1Z999AA10123456784","carrier":"UPS"}""",
            Shapes.Of("order.shipped", contract).Example);

    [Fact]
    public void OrderShipped_in_snake_case_is_the_Thai_document_s_data()
    {
        using var document = JsonDocument.Parse(Shapes.Of("order.shipped", "wms").Example);
        var data = document.RootElement;
        Assert.Equal(["order_id", "customer", "tracking", "items"], data.EnumerateObject().Select(member => member.Name));
        Assert.Equal("ORD-2026-1234", data.GetProperty("order_id").GetString());
        Assert.Equal("CUST-001", data.GetProperty("customer").GetString());
        Assert.Equal("FLASH123456", data.GetProperty("tracking").GetString());
    }

    [Fact]
    public void Its_items_which_the_document_leaves_out_are_lines_with_product_and_quantity()
    {
        using var document = JsonDocument.Parse(Shapes.Of("order.shipped", "wms").Example);
        var items = document.RootElement.GetProperty("items");
        Assert.NotEqual(0, items.GetArrayLength());
        Assert.All(items.EnumerateArray(), item =>
        {
            Assert.NotEmpty(item.GetProperty("sku").GetString()!);
            Assert.True(item.GetProperty("quantity").GetDecimal() > 0);
        });
    }

    [Theory]
    [InlineData("order.shipped", "smartwms", "orderId,orderNumber,status,trackingNumber,carrier")]
    [InlineData("order.shipped", "wms", "order_id,customer,tracking,items")]
    public void Every_member_that_a_document_prints_is_required(string type, string contract, string members)
    {
        using var schema = JsonDocument.Parse(Shapes.Of(type, contract).Schema);
        Assert.Equal(members.Split(','), schema.RootElement.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Theory]
    [InlineData("smartwms", "orderId", "orderNumber", "status")]
    [InlineData("wms", "order_id", "customer", "items")]
    public void OrderCreated_uses_the_names_of_its_document(string contract, params string[] members) =>
        Assert.Superset(members.ToHashSet(), Shapes.MembersOfExample(Shapes.Of("order.created", contract).Example).ToHashSet());
}
