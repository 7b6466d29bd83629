using System.Net;
using SmartWms.Webhooks.Addresses;

namespace SmartWms.Webhooks.Tests.Addresses;

public class EndpointUrlTests
{
    private static readonly AddressPolicy Default = new();

    private static readonly AddressPolicy Lan = new()
    {
        AllowHttp = true,
        AllowedNetworks = [IPNetwork.Parse("10.20.0.0/16"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("fd00:1::/32")],
        AllowedHosts = ["erp", "*.local", "*.Bücher.test", "*.internal", "metadata"],
    };

    public static TheoryData<string> Refused => SsrfCase.Ids("reject-at-registration");

    public static TheoryData<string> AllowedOrCheckedLater => [.. SsrfCase.Ids("allow"), .. SsrfCase.Ids("reject-at-connect")];

    [Fact]
    public void Every_case_has_one_of_the_three_verdicts()
    {
        Assert.Equal(181, SsrfCase.Count);
        Assert.Equal(SsrfCase.Count, Refused.Count + AllowedOrCheckedLater.Count);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_case_that_is_refused_at_registration_is_refused_with_a_sentence(string id)
    {
        var accepted = EndpointUrl.TryParse(SsrfCase.Get(id).Url, Default, out var url, out var error);

        Assert.False(accepted);
        Assert.Null(url);
        Assert.Matches("^The URL \"[!-~]*\" cannot be used: .+\\.$", error);
    }

    [Theory]
    [MemberData(nameof(AllowedOrCheckedLater))]
    public void A_case_that_may_be_registered_is_kept_in_its_canonical_form(string id)
    {
        var row = SsrfCase.Get(id);

        var url = Accepted(row.Url, Default);

        Assert.Equal(row.Stored ?? row.Url, url.Value);
    }

    [Theory]
    [MemberData(nameof(AllowedOrCheckedLater))]
    public void The_canonical_form_parses_to_itself_and_is_what_is_called(string id)
    {
        var url = Accepted(SsrfCase.Get(id).Url, Default);

        Assert.Equal(url.Value, Accepted(url.Value, Default).Value);
        Assert.Equal(url.Value, url.Uri.AbsoluteUri);
        Assert.True(System.Text.Ascii.IsValid(url.Value));
    }

    [Theory]
    [InlineData("https://erp.example.com:8443/hooks/wms?site=bkk", "https://erp.example.com:8443/hooks/wms?site=bkk")]
    [InlineData("https://ERP.Example.COM", "https://erp.example.com/")]
    [InlineData("https://erp.example.com?a=b", "https://erp.example.com/?a=b")]
    [InlineData("https://xn--bcher-kva.example.com/", "https://xn--bcher-kva.example.com/")]
    [InlineData("https://BÜCHER.example.com/", "https://xn--bcher-kva.example.com/")]
    [InlineData("https://คลังสินค้า.ไทย/", "https://xn--42cai6euc5azcmp6s.xn--o3cw4h/")]
    [InlineData("https://example.com/คลัง", "https://example.com/%E0%B8%84%E0%B8%A5%E0%B8%B1%E0%B8%87")]
    [InlineData("https://example.com/@wms", "https://example.com/@wms")]
    public void A_url_is_stored_in_ascii(string text, string stored) => Assert.Equal(stored, Accepted(text, Default).Value);

    [Theory]
    [InlineData("http://erp/hooks")]
    [InlineData("https://nas.local/")]
    [InlineData("https://a.xn--bcher-kva.test/")]
    [InlineData("http://10.20.3.4:8080/")]
    [InlineData("https://[fd00:1::5]/")]
    [InlineData("http://localhost:5000/")]
    [InlineData("http://wms.localhost:5000/")]
    [InlineData("http://127.0.0.1:5000/")]
    public void What_the_host_lists_may_be_registered(string text)
    {
        Assert.False(EndpointUrl.TryParse(text, Default, out _, out _));
        Assert.Equal(text, Accepted(text, Lan).Value);
    }

    [Theory]
    [InlineData("https://erp2/", "AllowedHosts")]
    [InlineData("https://local/", "AllowedHosts")]
    [InlineData("https://notlocal/", "AllowedHosts")]
    [InlineData("https://10.21.0.1/", "AllowedNetworks")]
    [InlineData("https://[::1]/", "AllowedNetworks")]
    [InlineData("https://[::ffff:127.0.0.1]/", "127.0.0.1")]
    [InlineData("https://169.254.169.254/", "metadata")]
    [InlineData("https://metadata.goog/", "metadata service")]
    [InlineData("https://metadata.google.internal/", "metadata service")]
    [InlineData("https://metadata/", "metadata service")]
    public void What_the_host_does_not_list_stays_refused(string text, string named) => Assert.Contains(named, Refusal(text, Lan), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://example.com/", "AddressPolicy.AllowHttp")]
    [InlineData("ftp://example.com/", "must start with https://")]
    [InlineData("https://example.com:22/", "port 22 is not allowed; allowed are 80, 443, 1024-65535 (AddressPolicy.AllowedPorts)")]
    [InlineData("https://example.com:/", "a port from 1 to 65535")]
    [InlineData("https://example.com./", "ends with a dot")]
    [InlineData("https://example.com/#a", "%23")]
    [InlineData("https://example.com/a\\b", "%5C")]
    [InlineData("https://[2606:4700:4700:0:0:0:0:1111]/", "[2606:4700:4700::1111]")]
    [InlineData("https://010.1.2.3/", "leading zeros")]
    [InlineData("https://example.0x1F/", "is an IPv4 address")]
    [InlineData("https://exam%70le.com/", "no percent signs")]
    [InlineData("https://a@example.com/", "custom header")]
    [InlineData("https://xn--99999999999.example.com/", "internationalised")]
    [InlineData("https://Ⅷ.example.com/", "no letter, mark, digit")]
    [InlineData("https://-a.example.com/", "hyphens inside")]
    public void A_refusal_names_the_rule_and_the_way_out(string text, string named) => Assert.Contains(named, Refusal(text, Default), StringComparison.Ordinal);

    // Refused where the framework maps it to other text; a name of its own where a host runs without ICU.
    [Theory]
    [InlineData("https://ﬁ.example.com/")]
    [InlineData("https://１２７.0.0.1.example.com/")]
    [InlineData("https://𝐞rp.example.com/")]
    public void A_character_that_stands_for_others_never_leads_to_their_name(string text)
    {
        if (EndpointUrl.TryParse(text, Default, out var url, out var error))
        {
            Assert.StartsWith("https://xn--", url.Value, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("changes when it is written in ASCII", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://user:CANARY@example.com/")]
    [InlineData("https://user:CAN?ARY@example.com/")]
    [InlineData("https://user:CANARY＠example.com/")]
    [InlineData("https:user:CANARY@example.com?x=://")]
    [InlineData("https://example.com:22/hook?token=CANARY")]
    [InlineData("https://example.com:22/hook#CANARY")]
    public void A_refusal_never_repeats_credentials_or_a_query(string text) => Assert.DoesNotContain("CAN", Refusal(text, Default), StringComparison.Ordinal);

    [Fact]
    public void A_refusal_stays_short_and_printable_whatever_was_given()
    {
        var error = Refusal("https://\u001b[31m\u202Eexample.com/" + new string('x', 100_000), Default);

        Assert.InRange(error.Length, 1, 300);
        Assert.DoesNotContain(error, character => character is < ' ' or > '~');
    }

    [Fact]
    public void A_url_has_at_most_2048_characters_as_written_and_as_stored()
    {
        var longest = "https://example.com/" + new string('a', 2028);

        Assert.Equal(longest, Accepted(longest, Default).Value);
        Assert.Contains("2049", Refusal(longest + "a", Default), StringComparison.Ordinal);
        Assert.Contains("percent-encoded", Refusal("https://example.com/" + new string('ก', 300), Default), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_text_for_logs_holds_neither_path_nor_query() =>
        Assert.Equal("https://example.com:8443", Accepted("https://example.com:8443/T0KEN?k=CANARY", Default).ToString());

    [Fact]
    public void The_default_port_has_to_be_an_allowed_one_too()
    {
        var policy = new AddressPolicy { AllowedPorts = [8443] };

        Assert.Contains("port 443", Refusal("https://example.com/", policy), StringComparison.Ordinal);
        Assert.Equal("https://example.com:8443/", Accepted("https://example.com:8443/", policy).Value);
    }

    // The cases spliced into each other, 20,000 times: odd text is the rule here, not the exception.
    [Fact]
    public void No_text_makes_it_throw_and_what_is_accepted_leads_to_the_host_that_was_checked()
    {
        string[] urls = [.. Refused.Concat(AllowedOrCheckedLater).Select(row => SsrfCase.Get(row.Data).Url)];
        var random = new Random(20260101);
        for (var i = 0; i < 20_000; i++)
        {
            var (left, right) = (urls[random.Next(urls.Length)], urls[random.Next(urls.Length)]);
            var text = left[..random.Next(left.Length + 1)] + right[random.Next(right.Length + 1)..];
            if (EndpointUrl.TryParse(text, Default, out var url, out _))
            {
                Assert.Equal(url.Value, Accepted(url.Value, Default).Value);
                Assert.False(IPAddress.TryParse(url.Uri.IdnHost, out var address) && Default.Judge(address) != AddressVerdict.Public, text);
            }
        }
    }

    private static EndpointUrl Accepted(string text, AddressPolicy policy)
    {
        Assert.True(EndpointUrl.TryParse(text, policy, out var url, out var error), error);
        return url;
    }

    private static string Refusal(string text, AddressPolicy policy)
    {
        Assert.False(EndpointUrl.TryParse(text, policy, out var url, out var error), url?.Value);
        return error;
    }
}
