using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests.Subscriptions;

public sealed class ContractRulesTests
{
    private static readonly WebhookContract Good = WebhookContract.Wms with { Name = "acme-2" };

    [Fact]
    public void The_three_contracts_keep_the_rules() =>
        Assert.All([WebhookContract.SmartWms, WebhookContract.Wms, WebhookContract.StandardWebhooks, Good], contract => Assert.Empty(Errors(contract)));

    [Theory]
    [InlineData("")]
    [InlineData("Acme")]
    [InlineData("acme_2")]
    [InlineData("acme 2")]
    [InlineData("คลัง")]
    [InlineData("a\nb")]
    public void A_name_is_of_small_letters_digits_and_hyphens(string name) =>
        Assert.Contains("a name has 1 to 32 characters of a-z 0-9 -.", Assert.Single(Errors(Good with { Name = name })), StringComparison.Ordinal);

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void A_name_has_at_most_32_characters(int length, bool good) => Assert.Equal(good, Errors(Good with { Name = new string('a', length) }).Count == 0);

    [Theory]
    [InlineData("")]
    [InlineData("Ac-me")]
    [InlineData("Ac me")]
    [InlineData("Ac\r\nme")]
    [InlineData("คลัง")]
    public void A_header_prefix_is_of_letters_and_digits(string prefix) =>
        Assert.Contains("is not 1 to 32 letters and digits.", Assert.Single(Errors(Good with { HeaderPrefix = prefix })), StringComparison.Ordinal);

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void A_header_prefix_has_at_most_32_characters(int length, bool good) =>
        Assert.Equal(good, Errors(Good with { HeaderPrefix = new string('A', length) }).Count == 0);

    [Fact]
    public void A_scheme_is_one_of_three() =>
        Assert.Equal("Contract 'acme-2': 99 is no signature scheme.", Assert.Single(Errors(Good with { Scheme = (SignatureScheme)99 })));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(-0.01, false)]
    [InlineData(1.01, false)]
    [InlineData(double.NaN, false)]
    public void Jitter_is_between_0_and_1(double jitter, bool good) => Assert.Equal(good, Errors(Good with { Jitter = jitter }).Count == 0);

    [Fact]
    public void A_broken_jitter_is_named_with_its_value() =>
        Assert.Equal("Contract 'acme-2': Jitter 1.5 is not between 0 and 1.", Assert.Single(Errors(Good with { Jitter = 1.5 })));

    [Fact]
    public void A_schedule_keeps_the_rule_of_every_schedule() =>
        Assert.Equal("Contract 'acme-2': Schedule: give 1 to 50 delays, not 0.", Assert.Single(Errors(Good with { Delays = [] })));

    [Fact]
    public void Every_broken_rule_is_named() =>
        Assert.Equal(5, Errors(Good with { Name = "", HeaderPrefix = "", Scheme = (SignatureScheme)99, Jitter = 2, Delays = [TimeSpan.Zero] }).Count);

    private static List<string> Errors(WebhookContract contract)
    {
        var errors = new List<string>();
        ContractRules.Check(contract, errors);
        return errors;
    }
}
