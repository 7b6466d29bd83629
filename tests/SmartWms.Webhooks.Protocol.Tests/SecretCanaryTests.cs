using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace SmartWms.Webhooks.Protocol.Tests;

/// <summary>A secret that is looked for wherever it could come out.</summary>
public sealed class SecretCanaryTests
{
    private const string Canary = "CANARY-7f3a9c-of-the-warehouse";
    private const string StandardCanary = "whsec_Q0FOQVJZLUNBTkFSWS1DQU5BUlktQ0FOQVJZ";

    private static readonly JsonSerializerOptions WithFields = new() { IncludeFields = true };

    private sealed record Holder(string Name, WebhookSecret Secret);

    [Theory]
    [InlineData(Canary)]
    [InlineData(StandardCanary)]
    public void No_way_of_printing_shows_the_secret(string text)
    {
        var secret = WebhookSecret.Parse(text);

        string[] printed =
        [
            secret.ToString(), $"{secret}", string.Format(CultureInfo.InvariantCulture, "{0}", secret), "" + secret,
            new Holder("ERP", secret).ToString(), Convert.ToString(secret, CultureInfo.InvariantCulture)!,
            JsonSerializer.Serialize(secret), JsonSerializer.Serialize(new Holder("ERP", secret)),
            JsonSerializer.Serialize(secret, WithFields),
            typeof(WebhookSecret).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value,
            secret.Hint,
        ];

        Assert.All(printed, line => AssertHidden(text, line));
        Assert.Equal("whsec_***", secret.ToString());
        Assert.Equal("whsec_***", typeof(WebhookSecret).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value);
    }

    [Theory]
    [InlineData(Canary)]
    [InlineData(StandardCanary)]
    public void Reveal_is_the_only_public_member_that_gives_the_text(string text)
    {
        var secret = WebhookSecret.Parse(text);
        var telling =
            from member in typeof(WebhookSecret).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            where member.GetParameters().Length == 0 && member.ReturnType != typeof(void)
            where $"{member.Invoke(secret, null)}".Contains(text[^12..], StringComparison.Ordinal)
            select member.Name;

        Assert.Equal([nameof(WebhookSecret.Reveal)], telling);
    }

    [Fact]
    public void A_debugger_is_shown_nothing_that_holds_the_text_or_the_key()
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

        var shown =
            from member in typeof(WebhookSecret).GetMembers(All)
            where member is PropertyInfo || (member is FieldInfo && !member.Name.StartsWith('<'))
            where member.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State != DebuggerBrowsableState.Never
            select member.Name;

        Assert.Equal([nameof(WebhookSecret.Hint), nameof(WebhookSecret.IsStandard)], shown.Order());
    }

    [Fact]
    public void No_exception_of_this_package_shows_a_secret()
    {
        var secret = WebhookSecret.Parse(Canary);
        Action[] mistakes =
        [
            () => WebhookSigner.SignStandard(secret, "evt_1", 1, []),
            () => WebhookSigner.SignStandard(secret, "no.id", 1, []),
            () => WebhookSigner.SignStandard(WebhookSecret.Parse(StandardCanary), "no.id", 1, []),
            () => WebhookSigner.SignStandard(WebhookSecret.Parse(StandardCanary), "evt_1", -1, []),
            () => WebhookSigner.SignBody(secret, (byte[])null!),
            () => WebhookVerifier.For((SignatureScheme)9, Canary),
            () => WebhookVerifier.For((SignatureScheme)9, [secret]),
            () => WebhookVerifier.For(SignatureScheme.Wms, [secret], TimeSpan.FromSeconds(-1)),
            () => WebhookSecret.Parse(Canary[..15]),
            () => WebhookSecret.Parse(StandardCanary + "!"),
            () => WebhookSecret.Parse(Canary + "\ud83d"),
            () => JsonSerializer.Deserialize<WebhookSecret>($"\"{Canary}\""),
        ];

        Assert.All(mistakes, mistake => AssertHidden(Canary, Assert.ThrowsAny<Exception>(mistake).ToString()));
        Assert.All(mistakes, mistake => AssertHidden(StandardCanary, Assert.ThrowsAny<Exception>(mistake).ToString()));
    }

    // Its last four characters are the hint; anything longer is a leak.
    private static void AssertHidden(string text, string line)
    {
        Assert.DoesNotContain(text[^5..], line, StringComparison.Ordinal);
        Assert.DoesNotContain(text["whsec_".Length..12], line, StringComparison.Ordinal);
    }
}
