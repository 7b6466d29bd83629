using SmartWms.Webhooks.Events;

namespace SmartWms.Webhooks.Tests.Events;

/// <summary>R16 and R36.</summary>
public sealed class EventTypeFilterTests
{
    [Theory]
    [InlineData("order.shipped", true, false, false)]
    [InlineData("order", true, false, false)]
    [InlineData("inventory.low_stock", true, false, false)]
    [InlineData("order.*", false, true, false)]
    [InlineData("acme.order.*", false, true, false)]
    [InlineData("*", false, false, true)]
    public void A_filter_is_exactly_one_of_three_kinds(string text, bool isExact, bool isPrefix, bool isEverything)
    {
        var filter = Parse(text);
        Assert.Equal(text, filter.Text);
        Assert.Equal((isExact, isPrefix, isEverything), (filter.IsExact, filter.IsPrefix, filter.IsEverything));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".*")]
    public void Nothing_is_not_a_filter(string? text) => Assert.False(EventTypeFilter.TryParse(text, out _));

    [Theory]
    [InlineData(" ")]
    [InlineData("Order.shipped")]
    [InlineData("order.shipped ")]
    [InlineData("order..shipped")]
    [InlineData(".order")]
    [InlineData("order.")]
    [InlineData("order-shipped")]
    [InlineData("คำสั่ง.ส่งแล้ว")]
    public void An_invalid_name_is_not_a_filter(string text) => Assert.False(EventTypeFilter.TryParse(text, out _));

    [Theory]
    [InlineData("**")]
    [InlineData("*.*")]
    [InlineData("*.shipped")]
    [InlineData("order*")]
    [InlineData("order.s*")]
    [InlineData("order.*.*")]
    [InlineData("order.*.line")]
    [InlineData("Order.*")]
    [InlineData("order..*")]
    public void A_star_stands_alone_or_after_the_last_dot(string text) => Assert.False(EventTypeFilter.TryParse(text, out _));

    [Fact]
    public void A_name_of_128_characters_is_the_longest_also_before_the_star()
    {
        var longest = new string('a', 128);
        Assert.True(EventTypeFilter.TryParse(longest, out _));
        Assert.True(EventTypeFilter.TryParse(longest + ".*", out _));
        Assert.False(EventTypeFilter.TryParse(longest + "a", out _));
        Assert.False(EventTypeFilter.TryParse(longest + "a.*", out _));
    }

    [Theory]
    [InlineData("order.shipped", "order.shipped", true)]
    [InlineData("order.shipped", "order.shipped.late", false)]
    [InlineData("order.shipped", "order.ship", false)]
    [InlineData("order.shipped", "order", false)]
    [InlineData("order.*", "order.shipped", true)]
    [InlineData("order.*", "order.line.added", true)]
    [InlineData("order.*", "order", false)]
    [InlineData("order.*", "orders.x", false)]
    [InlineData("order.*", "order_line.added", false)]
    [InlineData("order.*", "acme.order.shipped", false)]
    [InlineData("order.*", "shipment.shipped", false)]
    [InlineData("order.line.*", "order.line.added", true)]
    [InlineData("order.line.*", "order.shipped", false)]
    [InlineData("*", "order", true)]
    [InlineData("*", "order.shipped", true)]
    [InlineData("inventory.low", "inventory.low_stock", false)]
    public void A_filter_matches_its_types(string text, string type, bool matches) => Assert.Equal(matches, Parse(text).Matches(type, isSensitive: false));

    [Theory]
    [InlineData("user.created", true)]
    [InlineData("user.*", false)]
    [InlineData("*", false)]
    [InlineData("user.created.late", false)]
    public void A_sensitive_type_is_matched_by_its_exact_name_alone(string text, bool matches) =>
        Assert.Equal(matches, Parse(text).Matches("user.created", isSensitive: true));

    [Theory]
    [InlineData("*")]
    [InlineData("admin.*")]
    [InlineData("user.*")]
    [InlineData("audit.*")]
    public void No_wide_filter_ever_matches_a_sensitive_type_of_the_catalogue(string text) =>
        Assert.DoesNotContain(StandardEventTypes.All, type => type.IsSensitive && Parse(text).Matches(type.Name, type.IsSensitive));

    [Fact]
    public void A_default_filter_matches_nothing()
    {
        Assert.False(default(EventTypeFilter).Matches("order.shipped", isSensitive: false));
        Assert.False(default(EventTypeFilter).Matches("", isSensitive: false));
    }

    private static EventTypeFilter Parse(string text)
    {
        Assert.True(EventTypeFilter.TryParse(text, out var filter), text);
        return filter;
    }
}
