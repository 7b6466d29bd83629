using System.Net;
using System.Text;
using SmartWms.Webhooks.AspNetCore.Tests;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>A form that no page of ours sends is its sender's mistake.</summary>
public sealed class StrayFormTests
{
    public static TheoryData<string, string> Forms => new()
    {
        { "multipart/form-data", "--x\r\n" },
        { "multipart/form-data; boundary=x", "nothing of the kind" },
        { "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"back\"\r\n\r\ncut off" },
        { "multipart/form-data; boundary=" + new string('x', 200), "--x\r\n" },
        { "application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 1_100).Select(number => $"field{number}=1")) },
        { "application/x-www-form-urlencoded", new string('k', 3_000) + "=1" },
        { "application/x-www-form-urlencoded", "theme=dark&back=/admin/webhooks/%00" },
        { "application/x-www-form-urlencoded; charset=utf-7", "theme=dark" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task One_that_cannot_be_read_is_refused(string type, string body)
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        foreach (var path in new[] { "preferences", "webhooks/new", $"webhooks/{webhook.Id}/settings", $"webhooks/{webhook.Id}/pause", $"webhooks/{webhook.Id}/rotate", $"webhooks/{webhook.Id}/test" })
        {
            using var answer = await SendAsync(host, path, type, Encoding.ASCII.GetBytes(body));

            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path}: {answer.StatusCode}");
            Assert.Contains("That cannot be understood", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(webhook.Version, (await host.Webhooks.FindAsync(webhook.Id))!.Version);
        Assert.Equal(0, host.Receiver.Count);
    }

    [Theory]
    [InlineData("back=%E0%B8%81")]
    [InlineData("back=/admin/webhooks/%E0%B8%81")]
    [InlineData("back=/admin/webhooks/%0d%0aX-Evil:%201")]
    [InlineData("back=/admin/webhooks/%20x")]
    public async Task An_address_to_go_back_to_that_no_page_has_leads_to_the_start(string form)
    {
        await using var host = await DashboardHost.StartAsync();

        using var answer = await SendAsync(host, "preferences", "application/x-www-form-urlencoded", Encoding.ASCII.GetBytes("theme=dark&" + form));

        Assert.Equal((HttpStatusCode.SeeOther, DashboardHost.Mount), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task A_byte_that_no_text_has_does_no_harm_in_any_field()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        foreach (var (path, field) in new[] { ("webhooks/new", "name"), ("webhooks/new", "headers"), ($"webhooks/{webhook.Id}/pause", "reason"), ($"webhooks/{webhook.Id}/rotate", "hours"), ($"webhooks/{webhook.Id}/test", "type"), ($"webhooks/{webhook.Id}/recover", "since") })
        {
            using var answer = await SendAsync(host, path, "application/x-www-form-urlencoded", [.. Encoding.ASCII.GetBytes($"url=https://erp.example.com&events=order.shipped&{field}="), 0xFF]);

            Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
        }

        foreach (var path in new[] { "webhooks?text=%FF", "deliveries?subject=%FF", "deliveries?event=%FF", "search?q=%FF", "?lang=%FF", "?done=%FF", "search?q=%ED%A0%80" })
        {
            Assert.True((int)(await host.GetAsync(path)).Status < 500, path);
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(DashboardHost host, string path, string type, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{DashboardHost.Mount}/{path}") { Content = new ByteArrayContent(body) };
        request.Headers.Add(HeaderSignIn.Header, DashboardHost.Manager);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await host.Client.SendAsync(request);
    }
}
