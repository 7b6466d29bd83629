using System.Text.Json;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests.Subscriptions;

public class CustomHeaderRulesTests
{
    private static readonly Dictionary<string, (KeyValuePair<string, string>[] Headers, bool Accepted)> Cases = Read();

    public static TheoryData<string> Ids => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_case_gets_its_verdict(string id)
    {
        var (headers, accepted) = Cases[id];

        Assert.Equal(accepted, CustomHeaderRules.Check(headers) is null);
    }

    [Fact]
    public void All_cases_are_read() => Assert.Equal(77, Cases.Count);

    [Theory]
    [InlineData("X-Custom", "CANARY\r\nX-Evil: 1")]
    [InlineData("X-Custom", " CANARY")]
    [InlineData("Authorization: CANARY", "v")]
    [InlineData("Authorization\tCANARY", "v")]
    [InlineData("Host", "CANARY")]
    public void An_error_names_the_header_and_never_what_may_be_a_value(string name, string value)
    {
        var error = Check((name, value));

        Assert.Contains(name.Split(':', '\t')[0], error, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X\u0000")]
    [InlineData("\u001b[31m")]
    [InlineData("เฮดเดอร์")]
    public void An_error_is_printable_whatever_the_name(string name) =>
        Assert.DoesNotContain(Check((name, "v"))!, character => character is < ' ' or > '~');

    [Theory]
    [InlineData("Content-Type")]
    [InlineData("content-md5")]
    [InlineData("KEEP-ALIVE")]
    [InlineData("Date")]
    [InlineData("baggage")]
    [InlineData("traceparent")]
    [InlineData("Metadata-Flavor")]
    [InlineData("X-Google-Metadata-Request")]
    [InlineData("X-HTTP-Method")]
    [InlineData("X-SmartWMS-Event")]
    [InlineData("webhook-signature")]
    [InlineData("X_Forwarded_For")]
    [InlineData("X_SmartWMS-Signature")]
    [InlineData("X_HTTP_Method_Override")]
    [InlineData("X-Original-URL")]
    [InlineData("Expires")]
    [InlineData("allow")]
    public void A_reserved_name_is_refused_in_any_case(string name) => Assert.Contains("reserved", Check((name, "v")), StringComparison.Ordinal);

    [Theory]
    [InlineData("X-Hostname")]
    [InlineData("Contents")]
    [InlineData("X-Metadata")]
    [InlineData("X-Webhooks")]
    [InlineData("Accept")]
    public void A_name_that_only_resembles_a_reserved_one_is_accepted(string name) => Assert.Null(Check((name, "v")));

    [Fact]
    public void A_contracts_own_prefix_is_reserved_too()
    {
        KeyValuePair<string, string>[] headers = [new("x-acme-signature", "v")];

        Assert.Null(CustomHeaderRules.Check(headers));
        Assert.Contains("reserved", CustomHeaderRules.Check(headers, "X-Other-", "X-Acme-"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, 1, true)]
    [InlineData(65, 1, false)]
    [InlineData(0, 1, false)]
    [InlineData(1, 4096, true)]
    [InlineData(1, 4097, false)]
    [InlineData(1, 0, false)]
    public void Names_have_1_to_64_and_values_1_to_4096_characters(int name, int value, bool accepted) =>
        Assert.Equal(accepted, Check((new string('x', name), new string('v', value))) is null);

    [Fact]
    public void All_headers_together_have_at_most_16_KiB()
    {
        (string, string)[] full = [.. Enumerable.Range(0, 4).Select(i => ($"X-{i}", new string('v', 4093)))];
        (string, string)[] over = [.. full[..3], ("X-3", new string('v', 4094))];

        Assert.Null(Check(full));
        Assert.Contains("16384", Check(over), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_name_or_value_is_refused_and_nothing_is_thrown()
    {
        Assert.NotNull(Check((null!, "v")));
        Assert.NotNull(Check(("X-A", null!)));
    }

    [Fact]
    public void Good_headers_cost_no_allocation()
    {
        KeyValuePair<string, string>[] headers = [new("Authorization", "Bearer abc"), new("X-Api-Key", "k"), new("X-Site", "BKK1")];
        CustomHeaderRules.Check(headers, "X-Acme-");
        var before = GC.GetAllocatedBytesForCurrentThread();

        CustomHeaderRules.Check(headers, "X-Acme-");

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string? Check(params (string Name, string Value)[] headers) =>
        CustomHeaderRules.Check([.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))]);

    private static Dictionary<string, (KeyValuePair<string, string>[], bool)> Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Cases", "header-cases.json")));
        var single = file.RootElement.GetProperty("cases").EnumerateArray()
            .Select(row => (Row: row, Headers: new[] { KeyValuePair.Create(row.GetProperty("name").GetString()!, row.GetProperty("value").GetString()!) }));
        var sets = file.RootElement.GetProperty("sets").EnumerateArray()
            .Select(row => (Row: row, Headers: row.GetProperty("headers").EnumerateArray().Select(pair => KeyValuePair.Create(pair[0].GetString()!, pair[1].GetString()!)).ToArray()));
        return single.Concat(sets).ToDictionary(
            entry => entry.Row.GetProperty("id").GetString()!,
            entry => (entry.Headers, entry.Row.GetProperty("expected").GetString() == "accept"));
    }
}
