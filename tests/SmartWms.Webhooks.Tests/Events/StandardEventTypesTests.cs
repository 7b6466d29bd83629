using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Tests.Events;

public sealed class StandardEventTypesTests
{
    private static readonly Dictionary<string, string[]> Groups = new()
    {
        ["outbound"] =
        [
            "order.created", "order.updated", "order.shipped", "order.cancelled", "shipment.created",
            "order.allocated", "wave.released", "pick.completed", "shipment.shipped", "shipment.delivered",
        ],
        ["inventory"] = ["inventory.adjusted", "inventory.low", "stock.changed", "inventory.low_stock", "inventory.expiring_soon"],
        ["inbound"] = ["receiving.completed", "asn.created", "grn.created", "grn.confirmed", "putaway.completed"],
        ["product"] = ["product.created", "product.updated"],
        ["returns"] = ["rma.requested", "rma.approved", "rma.received"],
        ["admin"] = ["user.created", "audit.alert"],
        ["test"] = ["webhook.test"],
    };

    private static readonly string[] EnglishDocument =
    [
        "order.created", "order.updated", "order.shipped", "order.cancelled", "inventory.adjusted",
        "inventory.low", "product.created", "product.updated", "receiving.completed", "shipment.created",
    ];

    private static readonly string[] ThaiDocument =
    [
        "stock.changed", "inventory.low_stock", "inventory.expiring_soon", "asn.created", "grn.created", "grn.confirmed",
        "putaway.completed", "order.created", "order.allocated", "wave.released", "pick.completed", "shipment.shipped",
        "shipment.delivered", "rma.requested", "rma.approved", "rma.received", "user.created", "audit.alert", "order.shipped",
    ];

    [Fact]
    public void The_catalogue_holds_the_contract_table_and_nothing_else() =>
        Assert.Equal(Groups.Values.SelectMany(names => names).Order(StringComparer.Ordinal), StandardEventTypes.All.Select(type => type.Name));

    [Fact]
    public void The_catalogue_holds_what_the_documents_list_and_the_test_event() =>
        Assert.Equal(
            EnglishDocument.Concat(ThaiDocument).Append("webhook.test").ToHashSet(),
            StandardEventTypes.All.Select(type => type.Name).ToHashSet());

    [Fact]
    public void Every_type_stands_under_its_group() =>
        Assert.All(StandardEventTypes.All, type => Assert.Contains(type.Name, Groups[type.Group]));

    [Fact]
    public void Every_name_is_a_valid_event_type_name() =>
        Assert.All(StandardEventTypes.All, type => Assert.True(EventTypeName.IsValid(type.Name), type.Name));

    [Fact]
    public void Only_user_created_and_audit_alert_are_sensitive() =>
        Assert.Equal(["audit.alert", "user.created"], StandardEventTypes.All.Where(type => type.IsSensitive).Select(type => type.Name));

    [Fact]
    public void Every_description_is_one_English_sentence() =>
        Assert.All(StandardEventTypes.All, type => Assert.Matches("^[A-Z][\\x20-\\x7e]{9,119}\\.$", type.Description));

    [Fact]
    public void Every_Thai_description_is_mostly_Thai_script() =>
        Assert.All(StandardEventTypes.All, type =>
            Assert.True(type.DescriptionThai.Count(ThaiText.IsThai) > type.DescriptionThai.Length / 2, $"{type.Name}: {type.DescriptionThai}"));

    [Fact]
    public void No_two_types_share_a_description()
    {
        Assert.Distinct(StandardEventTypes.All.Select(type => type.Description));
        Assert.Distinct(StandardEventTypes.All.Select(type => type.DescriptionThai));
    }

    [Fact]
    public void Every_type_has_a_shape_for_each_contract() =>
        Assert.All(StandardEventTypes.All, type =>
            Assert.Equal(["smartwms", "standardwebhooks", "wms"], type.Shapes.Keys.Order(StringComparer.Ordinal)));

    [Fact]
    public void StandardWebhooks_uses_the_shape_of_SmartWms() =>
        Assert.All(StandardEventTypes.All, type => Assert.Equal(type.Shapes["smartwms"], type.Shapes["standardwebhooks"]));

    [Fact]
    public void The_files_are_read_once() => Assert.Same(StandardEventTypes.All, StandardEventTypes.All);
}
