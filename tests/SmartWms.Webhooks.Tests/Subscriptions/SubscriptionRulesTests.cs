using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Subscriptions;

/// <summary>Every rule of the form: value, rule and limit in the message.</summary>
public sealed class SubscriptionRulesTests
{
    private static readonly SubscriptionRules Rules = new(Catalogue, Contracts(WebhookContract.Wms with { Name = "acme", HeaderPrefix = "Acme" }), new AddressPolicy());

    private readonly List<string> _errors = [];

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("   ", 3)]
    [InlineData("a\tb", 3)]
    [InlineData("a\nb", 3)]
    public void A_name_is_text_of_1_to_200_characters(string? name, int length)
    {
        SubscriptionRules.Name(name, _errors);
        Assert.Equal([$"Name: give 1 to 200 characters without control characters, not {length}."], _errors);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_name_has_at_most_200_characters(int length, bool good)
    {
        SubscriptionRules.Name(new string('ก', length), _errors);
        Assert.Equal(good, _errors.Count == 0);
    }

    [Fact]
    public void A_URL_is_stored_in_its_canonical_form() => Assert.Equal("https://erp.example.com/Hook", Rules.Url("HTTPS://ERP.example.com:443/Hook", _errors));

    [Theory]
    [InlineData("")]
    [InlineData("erp.example.com")]
    [InlineData("http://erp.example.com/")]
    [InlineData("https://127.0.0.1/")]
    public void A_URL_that_breaks_the_hosts_policy_is_refused(string url)
    {
        Assert.Null(Rules.Url(url, _errors));
        Assert.StartsWith("Url: The URL", Assert.Single(_errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("order.shipped")]
    [InlineData("user.created")]
    [InlineData("order.*")]
    [InlineData("acme.*")]
    [InlineData("*")]
    public void An_event_type_is_a_registered_name_a_prefix_or_the_star(string type)
    {
        Rules.EventTypes([type], _errors);
        Assert.Empty(_errors);
    }

    [Fact]
    public void An_exact_type_that_nobody_registered_is_refused_and_the_fix_named()
    {
        Rules.EventTypes(["order.shiped"], _errors);
        Assert.Equal(["EventTypes: nobody registered 'order.shiped'. Register it with AddEventType(\"order.shiped\"), or correct the name."], _errors);
    }

    [Fact]
    public void What_is_no_event_type_is_refused()
    {
        Rules.EventTypes(["Order.Shipped", null!], _errors);
        Assert.Equal(2, _errors.Count);
        Assert.Equal("EventTypes: 'Order.Shipped' is not an event type (parts of a-z 0-9 _ split by dots, at most 128 characters), a prefix such as 'order.*', or '*'.", _errors[0]);
        Assert.StartsWith("EventTypes: 'null' is not an event type", _errors[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_webhook_has_1_to_100_event_types(int count, bool good)
    {
        Rules.EventTypes([.. Enumerable.Repeat("*", count)], _errors);
        Assert.Equal(good ? [] : [$"EventTypes: give 1 to 100, not {count}. '*' asks for all."], _errors);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void A_webhook_has_at_most_10_channels(int count, bool good)
    {
        SubscriptionRules.Channels([.. Enumerable.Repeat("a", count)], SubscriptionRules.MaxChannels, _errors);
        Assert.Equal(good ? [] : ["Channels: at most 10, not 11."], _errors);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("a\u0000b", false)]
    [InlineData("คลัง:กรุงเทพ", true)]
    public void A_channel_is_text(string? channel, bool good)
    {
        SubscriptionRules.Channels([channel!], 10, _errors);
        Assert.Equal(good, _errors.Count == 0);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_channel_and_a_tenant_have_at_most_128_characters(int length, bool good)
    {
        SubscriptionRules.Channels([new string('a', length)], 10, _errors);
        SubscriptionRules.Tenant(new string('a', length), _errors);
        Assert.Equal(good ? 0 : 2, _errors.Count);
        Assert.All(_errors, error => Assert.Contains("1 to 128 characters without control characters", error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("t1", true)]
    [InlineData("", false)]
    [InlineData("a\rb", false)]
    public void A_tenant_is_text_or_none(string? tenant, bool good)
    {
        SubscriptionRules.Tenant(tenant, _errors);
        Assert.Equal(good, _errors.Count == 0);
    }

    [Fact]
    public void Without_a_name_the_contract_is_the_hosts_default()
    {
        Assert.Same(WebhookContract.SmartWms, Rules.Contract(null, _errors));
        Assert.Same(WebhookContract.Wms, Rules.Contract("wms", _errors));
        Assert.Empty(_errors);
    }

    [Fact]
    public void An_unknown_contract_is_refused_and_the_known_ones_are_named()
    {
        Assert.Null(Rules.Contract("Wms", _errors));
        Assert.Equal(["Contract: 'Wms' is none of acme, smartwms, standardwebhooks, wms. Register your own with AddContract."], _errors);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_empty_secret_is_generated_for_every_contract(string? text)
    {
        var secret = SubscriptionRules.Secret(text, WebhookContract.Wms, _errors)!;

        Assert.True(secret.IsStandard);
        Assert.NotEqual(secret, SubscriptionRules.Secret(text, WebhookContract.Wms, _errors));
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData("smartwms", "sixteen characte", true)]
    [InlineData("smartwms", "CANARY-too-short", true)]
    [InlineData("smartwms", "CANARY-15-chars", false)]
    [InlineData("smartwms", "whsec_CANARY-not-base64-at-all", false)]
    [InlineData("standardwebhooks", "CANARY-with-more-than-sixteen-characters", false)]
    [InlineData("standardwebhooks", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", true)]
    [InlineData("wms", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", true)]
    public void A_secret_keeps_its_contracts_rule_and_is_never_in_a_message(string contract, string text, bool good)
    {
        var secret = SubscriptionRules.Secret(text, Contracts().Find(contract), _errors);

        Assert.Equal(good ? text : null, secret?.Reveal());
        Assert.Equal(good, _errors.Count == 0);
        Assert.DoesNotContain("CANARY", string.Concat(_errors), StringComparison.Ordinal);
        Assert.All(_errors, error => Assert.StartsWith("Secret: ", error, StringComparison.Ordinal));
        Assert.All(_errors, error => Assert.Contains(contract == "smartwms" ? "16 to 512 characters" : "Standard Webhooks needs", error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_of_an_unknown_contract_is_judged_as_any_text() => Assert.NotNull(SubscriptionRules.Secret("sixteen characte", null, _errors));

    [Theory]
    [InlineData("X-Custom", true)]
    [InlineData("Host", false)]
    [InlineData("X-SmartWMS-Event", false)]
    [InlineData("x-acme-anything", false)]
    public void Headers_keep_away_from_every_contracts_own(string name, bool good)
    {
        Rules.Headers([new(name, "CANARY")], _errors);

        Assert.Equal(good, _errors.Count == 0);
        Assert.All(_errors, error => Assert.StartsWith("Headers: ", error, StringComparison.Ordinal));
        Assert.DoesNotContain("CANARY", string.Concat(_errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void A_schedule_has_1_to_50_delays(int count, bool good)
    {
        SubscriptionRules.Schedule([.. Enumerable.Repeat(Seconds(1), count)], _errors);
        Assert.Equal(good ? [] : [$"Schedule: give 1 to 50 delays, not {count}."], _errors);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0.999, false)]
    [InlineData(2592000, true)]
    [InlineData(2592000.001, false)]
    [InlineData(-1, false)]
    public void A_delay_is_1_second_to_30_days(double seconds, bool good)
    {
        SubscriptionRules.Schedule([Seconds(5), Seconds(seconds), Seconds(seconds)], _errors);
        Assert.Equal(good ? [] : [$"Schedule: a delay of {Seconds(seconds):c} is not between 00:00:01 and 30.00:00:00."], _errors);
    }

    [Fact]
    public void What_is_not_given_breaks_no_rule()
    {
        SubscriptionRules.Schedule(null, _errors);
        SubscriptionRules.Deadline(null, _errors);
        SubscriptionRules.MaxInFlight(null, _errors);
        SubscriptionRules.Rate(null, _errors);
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0.999, false)]
    [InlineData(30, true)]
    [InlineData(30.001, false)]
    public void A_deadline_is_1_to_30_seconds(double seconds, bool good)
    {
        SubscriptionRules.Deadline(Seconds(seconds), _errors);
        Assert.Equal(good ? [] : [$"Deadline: {Seconds(seconds):c} is not between 00:00:01 and 00:00:30."], _errors);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_cap_is_1_to_256(int cap, bool good)
    {
        SubscriptionRules.MaxInFlight(cap, _errors);
        Assert.Equal(good ? [] : [$"MaxInFlight: {cap} is not between 1 and 256."], _errors);
    }

    [Theory]
    [InlineData(1, 60, true)]
    [InlineData(1, 61, false)]
    [InlineData(60, 3600, true)]
    [InlineData(59, 3600, false)]
    [InlineData(10_000, 1, true)]
    [InlineData(10_001, 1, false)]
    [InlineData(0, 1, false)]
    [InlineData(-1, 1, false)]
    [InlineData(1, 0, false)]
    [InlineData(1, -1, false)]
    public void A_rate_is_between_1_a_minute_and_10000_a_second(int count, double seconds, bool good)
    {
        SubscriptionRules.Rate(new RateLimit(count, Seconds(seconds)), _errors);
        Assert.Equal(good ? [] : [$"Rate: {count} in {Seconds(seconds):c} is not between 1 a minute and 10,000 a second."], _errors);
    }

    [Fact]
    public void All_errors_are_told_at_once_and_none_throws_nothing()
    {
        SubscriptionRules.ThrowIfAny([], "form");
        var error = Assert.Throws<WebhookInputException>("form", () => SubscriptionRules.ThrowIfAny(["One.", "Two."], "form"));
        Assert.StartsWith("One. Two.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "null")]
    [InlineData("a\r\nb\u0001", "a\uFFFD\uFFFDb\uFFFD")]
    public void A_value_in_a_message_breaks_no_log_line(string? value, string shown) => Assert.Equal(shown, SubscriptionRules.Shown(value));

    [Fact]
    public void A_value_in_a_message_is_cut_after_80_characters()
    {
        Assert.Equal(new string('a', 80), SubscriptionRules.Shown(new string('a', 80)));
        Assert.Equal(new string('a', 80) + "…", SubscriptionRules.Shown(new string('a', 81)));
    }
}
