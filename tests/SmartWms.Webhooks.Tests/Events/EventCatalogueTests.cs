using SmartWms.Webhooks.Events;

namespace SmartWms.Webhooks.Tests.Events;

public sealed class EventCatalogueTests
{
    private static readonly WebhookEventType Shipped = new() { Name = "order.shipped", Group = "outbound" };
    private static readonly WebhookEventType Low = new() { Name = "inventory.low", Group = "inventory" };
    private static readonly WebhookEventType Adjusted = new() { Name = "inventory.adjusted", Group = "inventory" };
    private static readonly WebhookEventType Ungrouped = new() { Name = "acme.kitted" };

    [Fact]
    public void Types_are_listed_by_group_and_then_by_name() =>
        Assert.Equal([Ungrouped, Adjusted, Low, Shipped], new EventCatalogue([Shipped, Low, Ungrouped, Adjusted]).All);

    [Fact]
    public void A_type_is_found_by_its_exact_name()
    {
        var catalogue = new EventCatalogue([Shipped, Low]);
        Assert.Same(Shipped, catalogue.Find("order.shipped"));
        Assert.Null(catalogue.Find("order"));
        Assert.Null(catalogue.Find("order.*"));
        Assert.Null(catalogue.Find("Order.Shipped"));
    }

    [Fact]
    public void Of_two_types_with_one_name_the_later_wins()
    {
        var own = Shipped with { Group = "acme", Description = "Our own." };
        var catalogue = new EventCatalogue([Shipped, Low, own]);
        Assert.Same(own, catalogue.Find("order.shipped"));
        Assert.Equal([own, Low], catalogue.All);
    }

    [Fact]
    public void A_host_adds_to_the_standard_types()
    {
        var catalogue = new EventCatalogue([.. StandardEventTypes.All, Ungrouped]);
        Assert.Equal(StandardEventTypes.All.Count + 1, catalogue.All.Count);
        Assert.Same(Ungrouped, catalogue.Find("acme.kitted"));
        Assert.All(StandardEventTypes.All, type => Assert.Same(type, catalogue.Find(type.Name)));
    }

    [Fact]
    public void An_empty_catalogue_finds_nothing()
    {
        var catalogue = new EventCatalogue([]);
        Assert.Empty(catalogue.All);
        Assert.Null(catalogue.Find("order.shipped"));
    }
}
