using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>The page that shows a secret is what a person hands to the receiver's developer: it says how to verify.</summary>
public sealed class SecretPageTests
{
    [Theory]
    [InlineData("smartwms", WebhookHeaders.SmartWmsSignature, "the hexadecimal HMAC-SHA256 of the body")]
    [InlineData("wms", WebhookHeaders.WmsSignature, "\"sha256=\" and the hexadecimal HMAC-SHA256 of the body")]
    [InlineData("standardwebhooks", "webhook-signature", "as Standard Webhooks says")]
    public async Task It_names_the_header_and_how_the_signature_is_written(string contract, string header, string encoding)
    {
        await using var host = await DashboardHost.StartAsync();

        var made = await host.PostAsync("webhooks/new", [("name", "ERP"), ("url", host.Receiver.UrlOf("/erp")), ("events", "order.shipped"), ("contract", contract)]);

        Assert.Contains(header, made.Text, StringComparison.Ordinal);
        Assert.Contains(encoding, made.Text, StringComparison.Ordinal);
        Assert.Equal(contract != "standardwebhooks", made.Text.Contains("The key is this whole text, whsec_ included.", StringComparison.Ordinal));
        Assert.Matches("<title>[^<]*Created: ERP", made.Html);
    }

    [Fact]
    public async Task A_secret_of_ones_own_has_no_prefix_to_speak_of_and_Thai_says_what_is_verified_with_what()
    {
        await using var host = await DashboardHost.StartAsync();

        var made = await host.PostAsync("webhooks/new", [("name", "ERP"), ("url", host.Receiver.UrlOf("/erp")), ("events", "order.shipped"), ("contract", "wms"), ("secret", "a-secret-of-our-own")]);
        var thai = await host.PostAsync("webhooks/new?lang=th", [("name", "SAP"), ("url", host.Receiver.UrlOf("/sap")), ("events", "order.shipped"), ("contract", "wms")]);

        Assert.Contains("The key is this whole text. ", made.Text, StringComparison.Ordinal);
        Assert.Contains("ผู้รับใช้ secret นี้ตรวจสอบทุกคำขอ", thai.Text, StringComparison.Ordinal);
        Assert.Contains("รวม whsec_ ด้วย", thai.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_old_secret_signs_the_settings_call_the_new_one_new()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        var before = await host.GetAsync($"webhooks/{webhook.Id}/settings", DashboardHost.Manager);
        var rotated = await host.PostAsync($"webhooks/{webhook.Id}/rotate", [("hours", "24")]);
        var during = await host.GetAsync($"webhooks/{webhook.Id}/settings", DashboardHost.Manager);

        Assert.Contains("The current secret ends in", before.Text, StringComparison.Ordinal);
        Assert.Matches($"<title>[^<]*New secret: {webhook.Name}", rotated.Html);
        Assert.Contains("The new secret, which does not sign yet, ends in", during.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("The current secret ends in", during.Text, StringComparison.Ordinal);
    }
}
